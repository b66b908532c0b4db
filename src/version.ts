// The version, from the package's own manifest, which lies beside `src` and beside `dist`.
import manifest from '../package.json' with { type: 'json' }

export const version: string = manifest.version

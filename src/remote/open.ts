// Whom a server asks about contacts and users that it does not know, by its setting. Loads nothing unless it is set.
import type { Clock } from '../clock.ts'
import type { Elsewhere } from '../domain/connect/elsewhere.ts'
import type { Location } from '../ids.ts'

export type RemoteOptions = {
  readonly config: { readonly connect: 'aws' | 'here'; readonly location: Location }
  readonly clock: Clock
  readonly log: { warn(fields: object, message: string): void }
}

/** Amazon Connect, if the setting says so. */
export const connectElsewhere = async ({
  config,
  clock,
  log,
}: RemoteOptions): Promise<(Elsewhere & { close(): void }) | undefined> => {
  if (config.connect === 'here') return undefined
  const { awsConnect } = await import('./aws-connect.ts')
  return awsConnect({ location: config.location, clock, log })
}

// Where outgoing events go: the list of sinks, from a file or from the setting itself, read and checked before
// anything is opened.
import { readFileSync } from 'node:fs'
import type { Config } from './config.ts'
import { parseSinks, SinkMistake, type SinkSettings } from './jobs/deliveries/sink-settings.ts'
import { ConfigError } from './settings.ts'

/** The sinks of the settings. Throws a ConfigError with a sentence that shows no value. */
export const readSinks = ({
  sinks,
  region,
}: Pick<Config, 'region' | 'sinks'>): readonly SinkSettings[] => {
  if (sinks.trim() === '') return []
  const inline = /^\s*\[/.test(sinks)
  const source = inline ? 'OPENCASES_SINKS' : `The file of OPENCASES_SINKS, ${sinks},`
  try {
    return parseSinks(JSON.parse(inline ? sinks : readFileSync(sinks, 'utf8')), region)
  } catch (cause) {
    if (cause instanceof SinkMistake)
      throw new ConfigError(`${source} ${verb(cause.message)}.`, { cause })
    if (cause instanceof SyntaxError) throw new ConfigError(`${source} is no JSON.`, { cause })
    throw cause
  }
}

// `has …` and `must …` are about the list, `sink NAME: …` about one of them.
const verb = (message: string): string =>
  message.startsWith('sink ') ? `has a mistake in ${message}` : message

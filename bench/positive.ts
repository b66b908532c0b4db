// Flags of the benchmarks.

/** What follows a flag, as `--flag value` or `--flag=value`; undefined without it. */
export const argumentOf = (flag: string): string | undefined => {
  const given = process.argv.findIndex(
    (word) => word === `--${flag}` || word.startsWith(`--${flag}=`),
  )
  const word = process.argv[given]
  if (word === undefined) return undefined
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : (process.argv[given + 1] ?? '')
}

/** The flags as numbers; anything that is none above 0 ends the process with a sentence. */
export const positive = <Flag extends string>(
  given: Readonly<Record<Flag, string>>,
): Readonly<Record<Flag, number>> => {
  const numbers = Object.entries<string>(given).map(([flag, text]) => [flag, Number(text)] as const)
  for (const [flag, number] of numbers) {
    if (Number.isFinite(number) && number > 0) continue
    console.error(`--${flag} takes a number above 0.`)
    process.exit(2)
  }
  return Object.fromEntries(numbers) as Record<Flag, number>
}

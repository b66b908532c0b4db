// Flags of the benchmarks that take numbers.

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

// What commands print. A line that cannot be written (a full disk, a pipe that nobody reads) is a failure of the
// command, told as a sentence like any other.

/** Print a line on standard output. Rejects if it cannot be written. */
export const print = (line: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(`${line}\n`, (cause) => {
      if (cause === null || cause === undefined) resolve()
      else reject(new Error(`Standard output cannot be written (${codeOf(cause)}).`, { cause }))
    })
  })

/** Print a line on standard error, if that can be had. */
export const printError = (line: string): void => {
  process.stderr.write(`${line}\n`)
}

/** A stream that cannot be written would else end the process with a stack, whoever writes to it. */
export const surviveClosedOutput = (): void => {
  process.stdout.on('error', () => undefined)
  process.stderr.on('error', () => undefined)
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : error.message)

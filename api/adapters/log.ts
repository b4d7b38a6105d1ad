import type { Log } from '../ports.ts'

let lines = ''

function flush(): void {
  const text = lines
  lines = ''
  if (text !== '') process.stdout.write(text)
}
process.on('exit', flush)

/** One JSON line per event on standard output; all of one turn of the loop in one write. */
export const jsonLog: Log = (line) => {
  if (lines === '') setImmediate(flush)
  lines += `${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`
}

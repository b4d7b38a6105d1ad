import type { Log } from '../ports.ts'

/** One JSON line per event on standard output. */
export const jsonLog: Log = (line) => {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`)
}

import type { Database } from '../db/open.ts'
import type { AskVendor, Clock, DriveTimes, Log, Random, Senders } from './ports.ts'

/** The outside world of one Doorstep. */
export type World = {
  db: Database
  clock: Clock
  random: Random
  log: Log
  /** Milliseconds of a clock that only goes forward. */
  stopwatch: () => number
  driveTimes: DriveTimes
  senders: Senders
  publicUrl: string
  mapStyleUrl: string
  /** Opens and seals what is stored sealed; of which the keys for signing are derived. */
  secretKey: Uint8Array
  /** Without it nobody is asked. */
  askVendor?: AskVendor
}

import type { Database } from '../db/open.ts'
import type { Channel } from './domain/notification.ts'
import type {
  AskVendor,
  Clock,
  DriveTimes,
  FindSent,
  HookPort,
  Log,
  OwnTexts,
  Random,
  Senders,
  TextProvider,
} from './ports.ts'

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
  /** Providers that can be asked what became of a message. */
  findSent?: Partial<Record<Channel, FindSent>>
  /** Messages a second that a provider takes, where it takes only so many. */
  perSecond?: Partial<Record<Channel, number>>
  /** The provider of text messages, where it tells by itself what becomes of them. */
  texts?: TextProvider
  /** Without it no dispensary may send by an aggregator of its own. */
  ownTexts?: OwnTexts
  /** Without it nobody outside can subscribe. */
  hooks?: HookPort
  /** Where mail to customers comes back to us, and what whoever hands it over has to know. Without it nothing comes back. */
  mailReturns?: { domain: string; secret: string }
  publicUrl: string
  mapStyleUrl: string
  /** Opens and seals what is stored sealed; of which the keys for signing are derived. */
  secretKey: Uint8Array
  /** Without it nobody is asked. */
  askVendor?: AskVendor
}

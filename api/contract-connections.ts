import { z } from 'zod'
import { CONNECTION_KINDS, STANDINGS } from './domain/connection.ts'
import { HOOK_EVENTS } from './domain/hook.ts'

/** What staff are told of their connections. Never a secret, and nothing of a customer. */
const time = z.iso.datetime({ offset: true })

const supportConnection = z.object({
  id: z.string(),
  kind: z.enum(CONNECTION_KINDS),
  /** The lane that it speaks on: `events` is the dispensary's own, by `/v1/events`. */
  lane: z.enum(['pos', 'driver', 'events']),
  /** Whose phones these are, by the dispensary's ids. */
  driverIds: z.array(z.string()),
  /** What a glance should tell; the worst comes first. */
  state: z.enum(['problem', 'late', 'testing', 'new', 'well']),
  lastHeardAt: time.nullable(),
  /** Of those that have to be asked: everything that changed there until `readUpTo` is recorded. */
  asked: z
    .object({ lastAskedAt: time.nullable(), readUpTo: time.nullable(), everySeconds: z.number(), late: z.boolean() })
    .nullable(),
  /** The last one. It is over when something came after it that was as it should be. */
  problem: z.object({ words: z.string(), at: time, over: z.boolean() }).nullable(),
  testMode: z.boolean(),
  /** Until when the secret before this one holds. */
  formerSecretUntil: time.nullable(),
  /** What the last requests in test mode would have been, newest first. */
  rehearsals: z.array(
    z.object({
      at: time,
      events: z.array(z.object({ type: z.string(), orderId: z.string().optional() })),
      more: z.number().int(),
      fixes: z.number().int(),
      unknown: z.array(z.object({ orderId: z.string(), status: z.string() })),
    }),
  ),
  /** Statuses of its own that it told lately, and that nobody has said the meaning of. */
  unmapped: z.array(z.object({ status: z.string(), count: z.number().int(), lastAt: time })),
  /** Statuses that the dispensary has said the meaning of. */
  mapped: z.array(z.object({ status: z.string(), standing: z.enum(STANDINGS) })),
})
export type SupportConnection = z.infer<typeof supportConnection>

/** Somebody outside who is told; by its host, for the rest of such an address is a secret. */
const supportHook = z.object({
  id: z.string(),
  host: z.string(),
  events: z.array(z.enum(HOOK_EVENTS)),
  state: z.enum(['disabled', 'failing', 'well']),
  toldAt: time.nullable(),
  failingSince: time.nullable(),
  /** Why it took nothing the last time, as a code. */
  problem: z.string().nullable(),
  disabledAt: time.nullable(),
  waiting: z.number().int(),
  givenUp: z.number().int(),
})
export type SupportHook = z.infer<typeof supportHook>

export const supportConnections = z.object({
  asOf: time,
  connections: z.array(supportConnection),
  hooks: z.array(supportHook),
})
export type SupportConnections = z.infer<typeof supportConnections>

/** The forms of the page. */
export const testModeForm = z.object({ on: z.enum(['yes', 'no']) })
export const statusForm = z.object({ status: z.string().min(1).max(60), standing: z.enum(STANDINGS) })

import type { Standing } from '../domain/connection.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import type { Position } from '../domain/position.ts'
import type { Instant } from '../domain/time.ts'
import type { Attached } from '../attached.ts'

export type { Standing }

/** A request as its sender made it, before anything of it is believed. */
export type Told = {
  method: 'GET' | 'POST'
  header: (name: string) => string | undefined
  query: URLSearchParams
  /** The raw body, byte for byte, as UTF-8. */
  body: string
}

export type Translated = { eventId: string; event: DoorstepEvent; attached?: Attached }

/** A fix of a driver's phone; `device` is the vendor's own name for whose it is, where one connection serves many. */
export type Fix = { device?: string; position: Position }

/** What a request means. What it names in words of its own that we have none for is kept as it is. */
export type Meaning = {
  events: Translated[]
  fixes: Fix[]
  /** Statuses that are not in the vendor's map: they change nothing. */
  unknown: { orderId: string; status: string }[]
  /** The sender itself calls it a test: nothing of it is recorded. */
  isTest?: true
}

export type Answer = { status: number; contentType: string; body: string }

export type Context = {
  now: Instant
  /** The dispensary's IANA zone, for senders that write local times without one. */
  timeZone: string
  /** Statuses that the dispensary has added to the vendor's map, lower-case. */
  statuses: Readonly<Record<string, Standing>>
}

/** One vendor’s wire format: pure functions over one request. */
export type Vendor = {
  /** A handshake or ping that is answered before any secret is known. */
  greet?: (told: Told) => Answer | undefined
  /** Whether the request is from the holder of the secret, over the raw bytes and in constant time. */
  isFrom: (told: Told, secret: string) => boolean
  /** @throws Problem naming the field that is wrong */
  translate: (told: Told, context: Context) => Meaning
  /** What the sender expects to hear once it is durable. */
  answer: Answer
  /** An answer in place of that one, where what the sender expects depends on what it told. */
  reply?: (told: Told) => Answer | undefined
}

import { z } from 'zod'
import type { Instant } from '../../domain/time.ts'
import { parse, readJson } from '../../parse.ts'
import type { Ask } from '../../ports.ts'
import { Problem, type FieldFault } from '../../problem.ts'
import type { Context, Meaning } from '../vendor.ts'

export type { Ask }

export type Token = { token: string; expiresAt: Instant }

/** What a poller looks for: what has changed since a time, that `overlapMs` already taken off. */
export type Look = {
  since: Instant
  now: Instant
  /** For vendors that can only be asked of an order that is known. */
  openOrderIds: readonly string[]
}

/** What a page means, which of its records do not fit, and what to ask for the rest. */
export type Page = Meaning & { faults?: FieldFault[]; next?: Ask }

/** A source that tells nothing unless it is asked: pure functions over what is sent and what comes back. */
export type PollVendor = {
  everyMs: number
  /** How far each look goes back behind the last: changes show late. What is read twice is the same event twice. */
  overlapMs: number
  /** The keys of a dispensary, as whoever sets them must give them. */
  keys: z.ZodType<object>
  /** Its lists do not say what changed: each order that is open is asked for by itself, and may be unknown there. */
  asksByOrder?: true
  /** For vendors that want a passing token, which whoever asks then sends as a bearer. */
  signIn?: { ask: (secret: string) => Ask; read: (body: string, now: Instant) => Token }
  /** The first page of each list. */
  ask: (look: Look, secret: string) => Ask[]
  /** @throws Problem naming the field that is wrong */
  read: (body: string, asked: Ask, look: Look, context: Context) => Page
}

/** A vendor's keys: what the connection keeps as its one secret is JSON. */
export const keysOf = <T>(secret: string, keys: z.ZodType<T>): T => parse(keys, readJson(secret))

const FORM = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
export const postForm = (url: string, fields: Record<string, string>): Ask => ({
  method: 'POST',
  url,
  headers: FORM,
  body: String(new URLSearchParams(fields)),
})

const oauthToken = z.object({
  access_token: z.string().min(1).max(8_192),
  /** Seconds. */
  expires_in: z.coerce.number().positive().max(31_536_000).catch(3_600),
})

/** An answer in the form of OAuth 2.0. */
export function readToken(body: string, now: Instant): Token {
  const { access_token, expires_in } = parse(oauthToken, readJson(body))
  return { token: access_token, expiresAt: now + expires_in * 1_000 }
}

/** One meaning of many. */
export function together(meanings: Meaning[]): Meaning {
  return {
    events: meanings.flatMap(({ events }) => events),
    fixes: meanings.flatMap(({ fixes }) => fixes),
    unknown: meanings.flatMap(({ unknown }) => unknown),
  }
}

/** A page whose records are read each for itself: one that does not fit must not hold up all the others for good. */
export function tellEach<T>(list: unknown[], schema: z.ZodType<T>, tell: (record: T) => Meaning): Page {
  const meanings: Meaning[] = []
  const faults: FieldFault[] = []
  for (const [index, one] of list.entries()) {
    try {
      meanings.push(tell(parse(schema, one, `/${index}`)))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      faults.push(...(error.extra.errors ?? []))
    }
  }
  return { ...together(meanings), ...(faults.length > 0 && { faults }) }
}

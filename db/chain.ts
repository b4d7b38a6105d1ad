import canonicalize from 'canonicalize'
import { hash } from 'node:crypto'

/** A row of the trail as it is linked: every column but its own hash. `data` is the stored text, byte for byte. */
export type Row = {
  seq: number
  dispensaryId: string
  link: number
  source: string
  eventId: string
  type: string
  subject: string
  time: number
  recordedAt: number
  data: string
}

/** The one text of a value (RFC 8785), so that equal values have equal hashes. */
export function canonical(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('Not a JSON value')
  return text
}

const isBroken = (text: unknown): boolean => typeof text === 'string' && !text.isWellFormed()

/**
 * The canonical text of a row. Its names are written in their order and its values are texts and whole numbers, so
 * that `JSON.stringify` gives what RFC 8785 asks for, in a fifth of the time; half a character it would let pass.
 */
export function textOf(row: Row): string {
  const { data, dispensaryId, eventId, link, recordedAt, seq, source, subject, time, type } = row
  if ([data, dispensaryId, eventId, source, subject, type].some(isBroken)) throw new TypeError('Not a text')
  return JSON.stringify({ data, dispensaryId, eventId, link, recordedAt, seq, source, subject, time, type })
}

/** SHA-256 over the hash of the row before and the row itself; hex. The first row follows the empty string. */
export const hashOf = (row: Row, previousHash: string): string => hash('sha256', `${previousHash}\n${textOf(row)}`)

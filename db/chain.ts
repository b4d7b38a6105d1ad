import canonicalize from 'canonicalize'
import { createHash } from 'node:crypto'

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

/** SHA-256 over the hash of the row before and the row itself; hex. The first row follows the empty string. */
export function hashOf(row: Row, previousHash: string): string {
  const { seq, dispensaryId, link, source, eventId, type, subject, time, recordedAt, data } = row
  const fields = { seq, dispensaryId, link, source, eventId, type, subject, time, recordedAt, data }
  return createHash('sha256').update(previousHash).update('\n').update(canonical(fields)).digest('hex')
}

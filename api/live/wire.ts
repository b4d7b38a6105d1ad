import type { Instant } from '../domain/time.ts'

/** The pattern that logs and counters know streams by. */
export const STREAM_ROUTE = '/v1/track/:token/live'

export const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
}

/** What the routes around give every answer; a stream that goes past them says the same. */
const AROUND = {
  vary: 'origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
}

const FIELDS = Object.entries({ ...STREAM_HEADERS, ...AROUND, connection: 'close' })
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('')

/** Pages that lost their stream at the same moment do not all come back in the same one. */
const RETRIES = 16
export const retryLine = (turn: number): string => `retry: ${1_500 + (turn % RETRIES) * 250}\n\n`

/**
 * How a stream begins. It is neither chunked nor has it a length: it ends with the connection.
 * @param origin the other site whose page may read it
 */
export function streamHead(now: Instant, turn: number, origin?: string): string {
  const reader = origin === undefined ? '' : `access-control-allow-origin: ${origin}\r\n`
  return `HTTP/1.1 200 OK\r\ndate: ${new Date(now).toUTCString()}\r\n${reader}${FIELDS}\r\n${retryLine(turn)}`
}

const BEGINS = 'GET /v1/track/'
const REQUEST = /^GET \/v1\/track\/([\w-]{1,64})\/live(?:\?[\x21-\x7e]*)? HTTP\/1\.1$/
const FIELD = /^([!#$%&'*+.^`|~\w-]+):[\t\x20-\x7e\x80-\xff]*$/
/** A request with a body, or one that wants another protocol, is more than a question for a stream. */
const MORE = /^(content-length|transfer-encoding|expect|upgrade)$/

/** A browser's head is well below a kilobyte, however many cookies of others. */
const MOST_HEAD_BYTES = 8 * 1024

/**
 * Whether the first bytes of a connection ask for a stream, and by which token. Stricter than HTTP: whatever is unusual
 * in them is `other`, and for somebody who knows all of HTTP to judge.
 */
export function askedFor(bytes: Buffer): { token: string; fields: ReadonlyMap<string, string> } | 'unclear' | 'other' {
  const text = bytes.toString('latin1', 0, MOST_HEAD_BYTES)
  if (!text.startsWith(BEGINS.slice(0, text.length))) return 'other'
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return bytes.length < MOST_HEAD_BYTES ? 'unclear' : 'other'
  const [line = '', ...rest] = text.slice(0, end).split('\r\n')
  const token = REQUEST.exec(line)?.[1]
  if (token === undefined) return 'other'
  const fields = new Map<string, string>()
  for (const field of rest) {
    const name = FIELD.exec(field)?.[1]?.toLowerCase()
    if (name === undefined || MORE.test(name) || (name === 'host' && fields.has(name))) return 'other'
    fields.set(name, field.slice(name.length + 1).trim())
  }
  return fields.has('host') ? { token, fields } : 'other'
}

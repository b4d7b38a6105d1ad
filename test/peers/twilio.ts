import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export const ACCOUNT_SID = `AC${'a'.repeat(32)}`
export const AUTH_TOKEN = 'f'.repeat(32)
export const MESSAGING_SERVICE_SID = `MG${'b'.repeat(32)}`

export type ReceivedText = Record<string, string>
type Kept = { sid: string; fields: ReceivedText; at: number }
type Answer =
  | { status: 201; state?: 'queued' | 'accepted' | 'failed'; errorCode?: number }
  | { status: number; code: number; words: string }
  | { status: number; page: string }
  | 'hang-up'
  /** Takes the message, and hangs up before it says so. */
  | 'take-and-hang-up'

export type TwilioPeer = {
  baseUrl: string
  received: ReceivedText[]
  /** The answer to every message from now on. */
  answer: (answer: Answer) => void
  /** The time that it puts on messages. */
  now: number
  close: () => Promise<void>
}

/** Ours, as a customer's link and the callbacks begin. */
export const PUBLIC_URL = 'https://track.example.com'

/** The fields of `POST /Messages.json` that Doorstep has a use for; another is a mistake of ours. */
const FIELDS = ['To', 'From', 'MessagingServiceSid', 'Body', 'ValidityPeriod', 'StatusCallback']
const E164 = /^\+[1-9]\d{6,14}$/

/** Twilio's message API in its own wire format: forms in, JSON out, refusals as `{code, message, more_info, status}`. */
export async function startTwilio(): Promise<TwilioPeer> {
  const received: ReceivedText[] = []
  const kept: Kept[] = []
  let next: Answer = { status: 201 }

  function refuse(response: ServerResponse, status: number, code: number, message: string): void {
    const body = { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request))
    const fields = Object.fromEntries(form)
    const { To = '', From, MessagingServiceSid, Body, ValidityPeriod = '36000' } = fields
    const login = `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')}`
    if (request.method === 'GET' && request.url?.startsWith(`/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`))
      return next === 'hang-up' ? void request.socket.destroy() : list(request, response)
    if (next === 'hang-up') return void request.socket.destroy()
    if (request.headers.authorization !== login) return refuse(response, 401, 20003, 'Authenticate')
    if (request.method !== 'POST' || request.url !== `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`)
      return refuse(response, 404, 20404, 'The requested resource was not found')
    if (request.headers['content-type'] !== 'application/x-www-form-urlencoded')
      return refuse(response, 415, 20415, 'Unsupported Media Type')
    if (Object.keys(fields).some((field) => !FIELDS.includes(field)))
      return refuse(response, 400, 20001, 'Unknown parameters')
    if (!E164.test(To)) return refuse(response, 400, 21211, `The 'To' number ${To} is not a valid phone number.`)
    if (!From && !MessagingServiceSid) return refuse(response, 400, 21603, "A 'From' phone number is required.")
    if (!Body) return refuse(response, 400, 21602, 'Message body is required.')
    if (Body.length > 1600) return refuse(response, 400, 21617, 'The concatenated message body exceeds 1600 characters')
    if (!(Number(ValidityPeriod) >= 1 && Number(ValidityPeriod) <= 36_000))
      return refuse(response, 400, 20001, 'ValidityPeriod is out of range')
    if (typeof next === 'object' && 'code' in next) return refuse(response, next.status, next.code, next.words)
    if (typeof next === 'object' && 'page' in next)
      return void response.writeHead(next.status, { 'content-type': 'text/html' }).end(next.page)
    received.push(fields)
    const sid = `SM${kept.length.toString(16).padStart(32, 'c')}`
    kept.push({ sid, fields, at: peer.now })
    if (next === 'take-and-hang-up') return void request.socket.destroy()
    const message = taken(sid, fields, peer.now, next)
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(message))
  }

  /** Newest first, as Twilio lists them. */
  function list({ url = '' }: IncomingMessage, response: ServerResponse): void {
    const { searchParams } = new URL(url, 'http://twilio')
    const to = searchParams.get('To')
    const messages = kept.filter(({ fields }) => fields['To'] === to).reverse()
    const page = { messages: messages.map(({ sid, fields, at }) => taken(sid, fields, at, {})), next_page_uri: null }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(page))
  }

  const server = createServer((request, response) => void take(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const peer: TwilioPeer = {
    now: Date.parse('2026-04-25T01:20:00Z'),
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (answer) => {
      next = answer
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return peer
}

/** The 201 body. Numbers come as strings, and the sender is not chosen yet when a messaging service chooses it. */
function taken(
  sid: string,
  fields: ReceivedText,
  at: number,
  { state, errorCode }: { state?: string; errorCode?: number },
): object {
  const date = new Date(at).toUTCString()
  const uri = `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages/${sid}`
  return {
    account_sid: ACCOUNT_SID,
    api_version: '2010-04-01',
    body: fields['Body'],
    date_created: date,
    date_sent: null,
    date_updated: date,
    direction: 'outbound-api',
    error_code: errorCode ?? null,
    error_message: null,
    from: fields['From'] ?? null,
    messaging_service_sid: fields['MessagingServiceSid'] ?? null,
    num_media: '0',
    num_segments: fields['MessagingServiceSid'] ? '0' : '1',
    price: null,
    price_unit: null,
    sid,
    status: state ?? (fields['MessagingServiceSid'] ? 'accepted' : 'queued'),
    subresource_uris: { media: `${uri}/Media.json` },
    to: fields['To'],
    uri: `${uri}.json`,
  }
}

/** X-Twilio-Signature: HMAC-SHA1 over the whole address and the sorted fields. */
export function twilioSignature(authToken: string, url: string, form: Record<string, string>): string {
  const fields = Object.keys(form).sort()
  const signed = url + fields.map((name) => `${name}${form[name]}`).join('')
  return createHmac('sha1', authToken).update(signed).digest('base64')
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export const ACCOUNT_SID = `AC${'a'.repeat(32)}`
export const AUTH_TOKEN = 'f'.repeat(32)
export const MESSAGING_SERVICE_SID = `MG${'b'.repeat(32)}`

export type ReceivedText = Record<string, string>
type Answer =
  | { status: 201; state?: 'queued' | 'accepted' | 'failed'; errorCode?: number }
  | { status: number; code: number; words: string }
  | { status: number; page: string }
  | 'hang-up'

export type TwilioPeer = {
  baseUrl: string
  received: ReceivedText[]
  /** The answer to every message from now on. */
  answer: (answer: Answer) => void
  close: () => Promise<void>
}

/** The fields of `POST /Messages.json` that Doorstep has a use for; another is a mistake of ours. */
const FIELDS = ['To', 'From', 'MessagingServiceSid', 'Body', 'ValidityPeriod']
const E164 = /^\+[1-9]\d{6,14}$/

/** Twilio's message API in its own wire format: forms in, JSON out, refusals as `{code, message, more_info, status}`. */
export async function startTwilio(): Promise<TwilioPeer> {
  const received: ReceivedText[] = []
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
    if ('code' in next) return refuse(response, next.status, next.code, next.words)
    if ('page' in next) return void response.writeHead(next.status, { 'content-type': 'text/html' }).end(next.page)
    received.push(fields)
    const message = taken(fields, next)
    response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(message))
  }

  const server = createServer((request, response) => void take(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
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
}

/** The 201 body. Numbers come as strings, and the sender is not chosen yet when a messaging service chooses it. */
function taken(fields: ReceivedText, { state, errorCode }: { state?: string; errorCode?: number }): object {
  const sid = `SM${'c'.repeat(32)}`
  const uri = `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages/${sid}`
  return {
    account_sid: ACCOUNT_SID,
    api_version: '2010-04-01',
    body: fields['Body'],
    date_created: 'Sat, 25 Apr 2026 01:20:00 +0000',
    date_sent: null,
    date_updated: 'Sat, 25 Apr 2026 01:20:00 +0000',
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

import { request } from 'node:https'
import type { LookupFunction } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { seconds, type Instant } from '../domain/time.ts'
import { publicLookup, whyNotReachable } from './public-address.ts'

/** @property secret `whsec_` and base64 */
export type WebhookSettings = { url: string; secret: string }
/** How the network is reached; otherwise than by its default in tests alone. */
export type Reach = { lookup: LookupFunction; ca?: string; timeoutMs?: number }
export type WebhookAnswer = { status: number; retryAfter: string | undefined; body: string }

const TIMEOUT_MS = seconds(20)
const MOST_HEARD = 10_000
export const PUBLIC_REACH: Reach = { lookup: publicLookup() }

/**
 * Tells one address something, signed as Standard Webhooks says. No redirect is followed: it could lead anywhere.
 * @param id the same whenever the same is told again
 */
export async function postWebhook(
  { url, secret }: WebhookSettings,
  { id, body }: { id: string; body: string },
  now: Instant,
  { lookup, ca, timeoutMs = TIMEOUT_MS }: Reach,
): Promise<WebhookAnswer> {
  const why = whyNotReachable(url)
  if (why !== undefined) throw Object.assign(new Error(`The address ${why}`), { code: 'ENOTPUBLIC' })
  const at = new Date(now)
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'Doorstep',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  }
  const signal = AbortSignal.timeout(timeoutMs)
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', headers, lookup, signal, agent: false, ...(ca && { ca }) },
      (response) => {
        let heard = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          heard += chunk
          if (heard.length > MOST_HEARD) response.destroy()
        })
        response.on('error', reject)
        response.on('close', () =>
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: response.headers['retry-after'],
            body: heard.slice(0, MOST_HEARD),
          }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

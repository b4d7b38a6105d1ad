import { createHmac } from 'node:crypto'
import type { ConnectionKind } from '../../api/domain/connection.ts'

export type PushKind = Exclude<ConnectionKind, 'api'>

const hmac = (as: 'hex' | 'base64', secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest(as)
const basic = (secret: string) => ({ authorization: `Basic ${Buffer.from(`sam:${secret}`).toString('base64')}` })

/** How each sender proves who it is: what it adds to its address and to its headers. */
const SIGNED: Partial<
  Record<PushKind, (secret: string, body: string) => { query?: string; headers?: Record<string, string> }>
> = {
  woocommerce: (secret, body) => ({
    headers: { 'x-wc-webhook-signature': hmac('base64', secret, body), 'x-wc-webhook-topic': 'order.updated' },
  }),
  shopify: (secret, body) => ({
    headers: { 'x-shopify-hmac-sha256': hmac('base64', secret, body), 'x-shopify-topic': 'orders/create' },
  }),
  treez: (secret) => ({ headers: { authorization: `Bearer ${secret}` } }),
  jane: (secret, body) => ({
    headers: { 'x-jane-request-timestamp': '1', 'x-jane-signature': hmac('hex', secret, `1:${body}`) },
  }),
  blaze: (secret) => ({ query: `secret=${secret}` }),
  weedmaps: (secret) => ({ query: `secret=${secret}` }),
  flowhub: (secret) => ({ query: `secret=${secret}` }),
  onfleet: (secret, body) => ({
    headers: { 'x-onfleet-signature': createHmac('sha512', Buffer.from(secret, 'hex')).update(body).digest('hex') },
  }),
  spoke: (secret, body) => ({ headers: { 'spoke-signature': hmac('hex', secret, body) } }),
  owntracks: (secret) => ({ headers: basic(secret) }),
  osmand: (secret) => ({ headers: basic(secret) }),
  gpslogger: (secret) => ({ headers: basic(secret) }),
  transistor: (secret) => ({ headers: basic(secret) }),
}

export const PUSH_KINDS = Object.keys(SIGNED) as PushKind[]

export function signed(
  kind: PushKind,
  secret: string,
  body: string,
): { query: string; headers: Record<string, string> } {
  const { query = '', headers = {} } = SIGNED[kind]?.(secret, body) ?? {}
  return { query: query && `?${query}`, headers: { 'content-type': 'application/json', ...headers } }
}

/** Onfleet's secret is bytes in hex; everybody else takes any text. */
export const secretFor = (kind: PushKind): string => (kind === 'onfleet' ? 'c0ffee'.repeat(8) : `secret-of-${kind}`)

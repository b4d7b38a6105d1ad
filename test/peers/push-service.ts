import { createECDH, type ECDH, randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import ece from 'http_ece'
import { localCertificate } from './certificate.ts'
import { type VapidClaims, vapidClaims } from './vapid.ts'

export type PushSubscription = { endpoint: string; keys: { p256dh: string; auth: string } }
export type ReceivedPush = {
  endpoint: string
  /** What the browser would hand to the service worker, decrypted. */
  payload: string
  ttl: number
  urgency: string | undefined
  topic: string | undefined
  claims: VapidClaims
  headers: IncomingHttpHeaders
}
export type PushService = {
  origin: string
  /** Its certificate: for `new https.Agent({ ca })`. */
  ca: string
  subscribe: () => PushSubscription
  received: ReceivedPush[]
  /** The answer to every push from now on; 201 at first. */
  answer: (status: number, headers?: Record<string, string>) => void
  /** Bytes of an encrypted message that it takes; 4,096 at first. */
  takeUpTo: (bytes: number) => void
  /** Takes the request and hangs up without an answer. */
  hangUp: () => void
  close: () => Promise<void>
}

/** A push service (RFC 8030) on this machine that checks each request as the real ones do, and can read it. */
export async function startPushService(): Promise<PushService> {
  const { key, cert } = await localCertificate()
  const browsers = new Map<string, { ecdh: ECDH; authSecret: Buffer }>()
  const received: ReceivedPush[] = []
  let most = 4_096
  let next: { status: number; headers: Record<string, string> } | 'hang-up' = { status: 201, headers: {} }

  /** The errors of Mozilla's service, by its numbers. */
  const refuse = (response: ServerResponse, code: number, errno: number): void =>
    void response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify({ code, errno }))

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    const { headers } = request
    const endpoint = `${origin}${request.url}`
    const browser = browsers.get(endpoint)
    if (next === 'hang-up') return void request.socket.destroy()
    if (request.method !== 'POST' || !browser) return refuse(response, 404, 102)
    if (!/^\d+$/.test(String(headers['ttl']))) return refuse(response, 400, 111)
    if (headers['topic'] !== undefined && !/^[\w-]{1,32}$/.test(String(headers['topic'])))
      return refuse(response, 400, 113)
    if (headers['content-encoding'] !== 'aes128gcm') return refuse(response, 400, 110)
    const claims = vapidClaims(headers.authorization ?? '', origin, Date.now())
    if (!claims) return refuse(response, 401, 109)
    if (body.length > most) return refuse(response, 413, 104)
    if (next.status === 201) {
      const payload = ece.decrypt(body, {
        version: 'aes128gcm',
        privateKey: browser.ecdh,
        authSecret: browser.authSecret,
      })
      received.push({
        endpoint,
        payload: payload.toString(),
        ttl: Number(headers['ttl']),
        urgency: headers['urgency']?.toString(),
        topic: headers['topic']?.toString(),
        claims,
        headers,
      })
    }
    response.writeHead(next.status, { location: `${endpoint}/message`, ...next.headers }).end()
  }

  const server = createServer({ key, cert }, (request, response) => void take(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`

  return {
    origin,
    ca: cert,
    received,
    subscribe: () => {
      const ecdh = createECDH('prime256v1')
      const authSecret = randomBytes(16)
      const endpoint = `${origin}/push/${randomBytes(16).toString('base64url')}`
      browsers.set(endpoint, { ecdh, authSecret })
      return { endpoint, keys: { p256dh: ecdh.generateKeys('base64url'), auth: authSecret.toString('base64url') } }
    },
    answer: (status, headers = {}) => {
      next = { status, headers }
    },
    takeUpTo: (bytes) => {
      most = bytes
    },
    hangUp: () => {
      next = 'hang-up'
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

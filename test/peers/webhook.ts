import { createServer } from 'node:https'
import type { AddressInfo, LookupFunction } from 'node:net'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { localCertificate } from './certificate.ts'

export const SECRET = `whsec_${Buffer.from('a secret of both sides, 32 bytes').toString('base64')}`
type Told = { id: string; type: string; data: Record<string, string> }
type Answer = { status: number; headers?: Record<string, string>; body?: string } | 'hang-up'

export type WebhookPeer = {
  url: string
  ca: string
  /** Takes the name in the address for this machine, as a test may. */
  lookup: LookupFunction
  /** What was told and rightly signed; the same id again is the same again. */
  told: Told[]
  answer: (answer: Answer) => void
  close: () => Promise<void>
}

/** Somebody who is told things by Standard Webhooks, over TLS, and checks each signature. */
export async function startWebhookPeer(): Promise<WebhookPeer> {
  const { key, cert } = await localCertificate()
  const told: Told[] = []
  let next: Answer = { status: 200 }
  const server = createServer({ key, cert }, (request, response) => {
    void text(request).then((body) => {
      if (next === 'hang-up') return void request.socket.destroy()
      const headers = Object.fromEntries(
        ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(request.headers[name])]),
      )
      const { type, data } = new Webhook(SECRET).verify(body, headers) as Told
      const id = headers['webhook-id'] ?? ''
      if (next.status < 300 && !told.some((one) => one.id === id)) told.push({ id, type, data })
      response.writeHead(next.status, next.headers ?? {}).end(next.body ?? '{"id":"agg-1"}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `https://localhost:${port}/texts`,
    ca: cert,
    lookup: (_, { all }, done) =>
      all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
    told,
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

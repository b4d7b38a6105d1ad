import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { hooksOver } from '../../api/adapters/hook.ts'
import type { HookPort } from '../../api/ports.ts'
import { localCertificate } from './certificate.ts'

/** A request as it came in. */
export type Heard = { id: string; at: number; signature: string; body: string }
export type Answer = { status: number; headers?: Record<string, string> } | 'hang-up'

/** Somebody outside who has subscribed, over TLS on this machine; and a port that may reach this machine. */
export async function startHookPeer() {
  const { key, cert } = await localCertificate()
  const heard: Heard[] = []
  let next: Answer = { status: 204 }
  const server = createServer({ key, cert }, (request, response) => {
    void text(request).then((body) => {
      const header = (name: string): string => String(request.headers[name])
      const [id, at] = [header('webhook-id'), Number(header('webhook-timestamp')) * 1_000]
      heard.push({ id, at, signature: header('webhook-signature'), body })
      if (next === 'hang-up') return void request.socket.destroy()
      response.writeHead(next.status, next.headers ?? {}).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port: number } = server.address() as AddressInfo
  const port: HookPort = hooksOver({
    ca: cert,
    timeoutMs: 2_000,
    lookup: (_, { all }, done) =>
      all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
  })
  return {
    ...{ heard, port, ca: cert, url: `https://localhost:${number}/told?key=of-its-own` },
    said: () => heard.map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> }),
    answer: (answer: Answer) => {
      next = answer
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Whether it is signed with the secret; the clock of a test is none that a receiver would hold it against. */
export const isSigned = ({ id, at, signature, body }: Heard, secret: string): boolean =>
  signature === new Webhook(secret).sign(id, new Date(at), body)

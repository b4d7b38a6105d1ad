import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { answerClientFault } from './client-fault.ts'
import { createPlainDoor } from './plain-door.ts'
import type { Stages } from './stages.ts'

export type Running = { port: number; close: () => Promise<void> }

const SECOND = 1_000

/** How long a sender may take over its headers, and over its whole request; and how often that is looked at. */
type Patience = { headersMs: number; requestMs: number; lookEveryMs: number }
const PATIENCE: Patience = { headersMs: 10 * SECOND, requestMs: 20 * SECOND, lookEveryMs: 2 * SECOND }

/** Streams stay open; beyond this many connections nobody more is let in. */
const MOST_CONNECTIONS = 20_000

/** Listens, and ticks once a second, until closed: streams are ended, requests under way are answered first. */
export async function listen(
  app: Hono,
  stages: Stages,
  at: { port: number; host: string },
  { headersMs, requestMs, lookEveryMs }: Patience = PATIENCE,
): Promise<Running> {
  await stages.start()
  const isSenders = createPlainDoor(stages.answerSender, stages.requests)
  const route = getRequestListener(app.fetch)
  const server = createServer(
    { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: lookEveryMs },
    (request, response) => isSenders(request, response) || void route(request, response),
  )
  hearFirst(server, (socket, passOn) => stages.streams.accept(socket, passOn, headersMs))
  server.maxConnections = MOST_CONNECTIONS
  server.on('clientError', answerClientFault)
  await new Promise<void>((resolve) => server.listen(at.port, at.host, resolve))
  const timer = setInterval(stages.tick, SECOND)

  async function close(): Promise<void> {
    clearInterval(timer)
    stages.hub.close()
    stages.poller?.close()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    stages.streams.close()
    server.closeIdleConnections()
    await closed
    await stages.idle()
    await stages.hearing.flush()
  }

  return { port: (server.address() as AddressInfo).port, close }
}

/** Puts somebody before what node:http does with a connection; whoever is passed on gets there as if they had just come. */
function hearFirst(server: Server, hear: (socket: Socket, passOn: () => void) => void): void {
  const further = server.listeners('connection') as ((socket: Socket) => void)[]
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    hear(socket, () => {
      for (const listener of further) listener.call(server, socket)
    })
  })
}

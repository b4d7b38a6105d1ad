import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import type { AddressInfo } from 'node:net'
import type { Stages } from './stages.ts'

export type Running = { port: number; close: () => Promise<void> }

const SECOND = 1_000

/** Listens, and ticks once a second, until closed: streams are ended, requests under way are answered first. */
export async function listen(app: Hono, stages: Stages, at: { port: number; host: string }): Promise<Running> {
  await stages.start()
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const starting = serve({ fetch: app.fetch, port: at.port, hostname: at.host }, () => resolve(starting))
  })
  const timer = setInterval(stages.tick, SECOND)

  async function close(): Promise<void> {
    clearInterval(timer)
    stages.hub.close()
    stages.poller?.close()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    await closed
    await stages.idle()
    await stages.hearing.flush()
  }

  return { port: (server.address() as AddressInfo).port, close }
}

import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerState, type ServerReady, type Watched } from './live-shots.ts'

/**
 * The reference: the same posts and messages of the same size, each written to each viewer's response as soon as it is
 * read; no framework, key, schema, token, database, window or law.
 */
const [, , orders = '0', template = ''] = process.argv
const view = JSON.parse(template) as { seq: number; map: { position?: object } }
const channels = Array.from({ length: Number(orders) }, (): ServerResponse[] => [])
const OPEN = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' }
let seq = 0

function message(position: object): string {
  seq += 1
  return `id: ${seq}\ndata: ${JSON.stringify({ ...view, seq, map: { ...view.map, position } })}\n\n`
}

type Positioned = { time: string; data: { driverId: string; lat: number; lng: number } }

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, OPEN)
    response.write(message({ lat: 38, lng: -123, at: '2026-04-24T18:00:00.000Z' }))
    channels[Number(request.url?.slice(1))]?.push(response)
    return
  }
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { time, data } = JSON.parse(Buffer.concat(chunks).toString()) as Positioned
    const text = message({ lat: data.lat, lng: data.lng, at: time })
    for (const viewer of channels[Number(data.driverId.slice(1))] ?? []) viewer.write(text)
    response.writeHead(200, { 'content-type': 'application/json' }).end('[]')
  })
})
answerState()
const watched = channels.map((_, n): Watched => ({ path: `/${n}`, driverId: `d${n}`, n }))
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port, watched, view: template } satisfies ServerReady)
})

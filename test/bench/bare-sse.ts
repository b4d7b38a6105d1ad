import { createClient, type Client } from '@libsql/client'
import { createServer, type ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { answerState, type Prepared } from './live-shots.ts'

/**
 * The reference: the same posts and messages of the same size, each written to each viewer's response as soon as it is
 * read; no framework, key, schema, token, window or law. With a file it commits the fixes first, synchronous=FULL, those
 * of one turn of the loop together.
 */
const prepared = JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')) as Prepared
const view = JSON.parse(prepared.view) as { seq: number; map: object }
const byPath = new Map(prepared.watched.map(({ path }) => [path, new Set<ServerResponse>()]))
const byDevice = new Map(prepared.watched.map(({ path, driverId }) => [`store/${driverId}`, byPath.get(path)]))
const OPEN = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' }
let seq = 0

type Row = [device: string, at: number, lat: number, lng: number]
let waiting: { row: Row; tell: () => void }[] = []
const database = process.argv[3] === undefined ? undefined : createClient({ url: `file:${process.argv[3]}` })
await database?.execute('PRAGMA journal_mode = WAL')
await database?.execute('CREATE TABLE positions (seq INTEGER PRIMARY KEY, device TEXT, at INTEGER, lat REAL, lng REAL)')

async function commit(client: Client): Promise<void> {
  const taken = waiting
  waiting = []
  const sql =
    'INSERT INTO positions (device, at, lat, lng) SELECT value->>0, value->>1, value->>2, value->>3 FROM json_each(?)'
  await client.batch([{ sql, args: [JSON.stringify(taken.map(({ row }) => row))] }], 'write')
  for (const { tell } of taken) tell()
}

function message(position: object): string {
  seq += 1
  return `id: ${seq}\ndata: ${JSON.stringify({ ...view, seq, map: { ...view.map, position } })}\n\n`
}

type Fix = { coords: { latitude: number; longitude: number }; timestamp: string }
type Posted = { location: [Fix]; device_id: string }

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    const channel = byPath.get(request.url ?? '')
    channel?.add(response)
    response.on('close', () => channel?.delete(response))
    response.writeHead(200, OPEN)
    response.write(message({ lat: 38, lng: -123, at: '2026-04-24T18:00:00.000Z' }))
    return
  }
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { location, device_id: device } = JSON.parse(Buffer.concat(chunks).toString()) as Posted
    const [{ coords, timestamp }] = location
    const tell = (): void => {
      const text = message({ lat: coords.latitude, lng: coords.longitude, at: timestamp })
      for (const viewer of byDevice.get(device) ?? []) viewer.write(text)
      response.writeHead(200, { 'content-type': 'application/json' }).end('[]')
    }
    if (!database) return tell()
    waiting.push({ row: [device, Date.parse(timestamp), coords.latitude, coords.longitude], tell })
    if (waiting.length === 1) setImmediate(() => void commit(database))
  })
})
answerState()
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))

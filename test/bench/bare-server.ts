import { createClient } from '@libsql/client'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** The reference: the same columns of the same fixes, in groups, synchronous=FULL, with no framework and no checks. */
const client = createClient({ url: `file:${process.argv[2]}` })
await client.execute('PRAGMA journal_mode = WAL')
await client.execute(
  'CREATE TABLE positions (seq INTEGER PRIMARY KEY, driver TEXT, at INTEGER, received_at INTEGER, lat REAL, lng REAL, accuracy REAL)',
)

type Fix = { driverId: string; at: number; lat: number; lng: number; accuracyMeters: number }
const waiting: { fixes: Fix[]; answer: () => void }[] = []
let scheduled = false

async function commit(): Promise<void> {
  scheduled = false
  const taken = waiting.splice(0)
  const sql = 'INSERT INTO positions (driver, at, received_at, lat, lng, accuracy) VALUES (?, ?, ?, ?, ?, ?)'
  const now = Date.now()
  const rows = taken.flatMap(({ fixes }) =>
    fixes.map((f) => ({ sql, args: [f.driverId, f.at, now, f.lat, f.lng, f.accuracyMeters] })),
  )
  await client.batch(rows, 'write')
  for (const { answer } of taken) answer()
}

const server = createServer((request, response) => {
  void buffer(request).then((body) => {
    const told = JSON.parse(body.toString()) as Fix | Fix[]
    waiting.push({ fixes: Array.isArray(told) ? told : [told], answer: () => response.writeHead(200).end('[]') })
    if (scheduled) return
    scheduled = true
    setImmediate(() => void commit())
  })
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))

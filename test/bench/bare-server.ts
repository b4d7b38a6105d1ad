import { createClient } from '@libsql/client'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { bareFixes, type BareFix } from './shots.ts'

/**
 * The reference: the same requests, and the same columns of the same fixes committed in groups, synchronous=FULL, with
 * no framework and no checks.
 */
const client = createClient({ url: `file:${process.argv[2]}` })
await client.execute('PRAGMA journal_mode = WAL')
await client.execute(
  `CREATE TABLE positions (seq INTEGER PRIMARY KEY, dispensary_id TEXT NOT NULL, driver_id TEXT NOT NULL, at INTEGER NOT NULL,
   received_at INTEGER NOT NULL, lat INTEGER NOT NULL, lng INTEGER NOT NULL, accuracy INTEGER, speed INTEGER, heading INTEGER)`,
)
const INSERT = `INSERT INTO positions (dispensary_id, driver_id, at, received_at, lat, lng, accuracy, speed, heading)
  SELECT value->>0, value->>1, value->>2, ?, value->>3, value->>4, value->>5, value->>6, value->>7 FROM json_each(?)`

const waiting: { fixes: BareFix[]; answer: () => void }[] = []
let scheduled = false

async function commit(): Promise<void> {
  scheduled = false
  const taken = waiting.splice(0)
  const rows = taken.flatMap(({ fixes }) => fixes)
  await client.batch([{ sql: INSERT, args: [Date.now(), JSON.stringify(rows)] }], 'write')
  for (const { answer } of taken) answer()
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const fixes = bareFixes(JSON.parse(Buffer.concat(chunks).toString()))
    waiting.push({
      fixes,
      answer: () => response.writeHead(200, { 'content-type': 'application/json' }).end('[]'),
    })
    if (scheduled) return
    scheduled = true
    setImmediate(() => void commit())
  })
})
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
process.on('message', () => {
  process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss(), delayP99: delay.percentile(99) / 1e6 })
  delay.reset()
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))

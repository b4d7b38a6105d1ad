import { createClient } from '@libsql/client'
import { bareFixes, ownTracksBody } from './shots.ts'

const SECONDS = 2

/** A bare loop of inserts into a file, synchronous=FULL, with neither HTTP nor waiting: what the disk and SQLite allow. */
export async function insertLoop(file: string): Promise<void> {
  const client = createClient({ url: `file:${file}` })
  await client.execute('PRAGMA journal_mode = WAL')
  await client.execute(
    `CREATE TABLE positions (seq INTEGER PRIMARY KEY, dispensary_id TEXT, driver_id TEXT, at INTEGER, lat INTEGER,
     lng INTEGER, accuracy INTEGER, speed INTEGER, heading INTEGER)`,
  )
  const sql = `INSERT INTO positions (dispensary_id, driver_id, at, lat, lng, accuracy, speed, heading) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
  for (const rows of [1, 32, 1_000]) {
    const until = performance.now() + SECONDS * 1_000
    let inserted = 0
    while (performance.now() < until) {
      const batch = Array.from({ length: rows }, () => {
        const [fix] = bareFixes(JSON.parse(ownTracksBody()))
        return { sql, args: [...(fix ?? [])] }
      })
      await client.batch(batch, 'write')
      inserted += rows
    }
    const rate = Math.round(inserted / SECONDS).toLocaleString('en')
    console.log(`bare loop of inserts, ${rows} a commit: ${rate} rows/s`)
  }
  client.close()
}

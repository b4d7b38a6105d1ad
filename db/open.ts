import { createClient, type Client } from '@libsql/client'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/libsql'
import { migrate } from 'drizzle-orm/libsql/migrator'
import { fileURLToPath, pathToFileURL } from 'node:url'
import * as schema from './schema.ts'

const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url))

/** How long a statement waits for another process (a backup, a verify) to let go of the file. */
export const BUSY_MS = 5_000

const drizzled = (client: Client) => drizzle(client, { schema })
export type Database = ReturnType<typeof drizzled>
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0]
/** Reads run on the database or inside a transaction alike. */
export type Reader = Database | Tx

/**
 * Opens the database and brings its tables up to date.
 * A file is put into WAL mode and keeps SQLite's default `synchronous=FULL`: what is committed survives power loss.
 * @param url `file:/path/doorstep.db`, or `http(s)://` and `libsql://` of a server
 */
export async function openDatabase(url: string, authToken?: string): Promise<{ db: Database; close: () => void }> {
  const client = createClient({ url, timeout: BUSY_MS, ...(authToken && { authToken }) })
  if (url.startsWith('file:')) {
    await client.execute('PRAGMA auto_vacuum = FULL') // heeded by a new file only: the pages of rolled-up rows go back
    await client.execute('PRAGMA journal_mode = WAL')
  }
  const db = drizzled(client)
  await migrate(db, { migrationsFolder })
  return { db, close: () => client.close() }
}

/**
 * Has what this transaction deletes or moves within the file overwritten where it was. Of a connection, not of the file,
 * and of every one that ever wrote: rows that a page was too small for were copied. A server keeps its files itself.
 */
export async function overwriteDeleted(db: Database, tx: Tx): Promise<void> {
  if (db.$client.protocol === 'file') await tx.run(sql`PRAGMA secure_delete = ON`)
}

/**
 * Puts what the write-ahead log holds into the file and empties it, so that what was deleted is not left in there.
 * @param patienceMs how long to wait for whoever is reading or writing just then, the whole process with it
 * @returns whether it could be emptied
 */
export async function emptyLog(db: Database, patienceMs = 0): Promise<boolean> {
  if (db.$client.protocol !== 'file') return true
  const file = (await db.$client.execute('SELECT file FROM pragma_database_list')).rows[0]?.['file']
  if (typeof file !== 'string') throw new Error('The database is in no file')
  const client = createClient({ url: pathToFileURL(file).href, timeout: patienceMs })
  try {
    const [outcome] = (await client.execute('PRAGMA wal_checkpoint(TRUNCATE)')).rows
    return outcome?.['busy'] === 0
  } finally {
    client.close()
  }
}

export async function isReadable(db: Database): Promise<boolean> {
  try {
    await db.select({ id: schema.dispensaries.id }).from(schema.dispensaries).limit(1)
    return true
  } catch {
    return false
  }
}

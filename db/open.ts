import { createClient, type Client } from '@libsql/client'
import { drizzle } from 'drizzle-orm/libsql'
import { migrate } from 'drizzle-orm/libsql/migrator'
import { fileURLToPath } from 'node:url'
import * as schema from './schema.ts'

const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url))

/** How long a statement waits for another process (a backup, a verify) to let go of the file. */
const BUSY_MS = 5_000

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

export async function isReadable(db: Database): Promise<boolean> {
  try {
    await db.select({ id: schema.dispensaries.id }).from(schema.dispensaries).limit(1)
    return true
  } catch {
    return false
  }
}

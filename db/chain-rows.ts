import { and, asc, eq, gt, sql, type AnyColumn, type SQL } from 'drizzle-orm'
import type { Reader } from './open.ts'
import { dispensaries, trail } from './schema.ts'
import type { TrailRow } from './trail.ts'

/**
 * Texts and numbers byte for byte as they are stored, for whoever looks for what was done to them: a text is read as
 * bytes, since a reader stops at a NUL and breaks at what is no UTF-8; what is no number of ours comes as its bytes in hex.
 */
const exactText = (column: AnyColumn): SQL<string> =>
  sql`iif(typeof(${column}) = 'text', CAST(${column} AS BLOB), x'FF')`.mapWith(textOf)
const exactNumber = (column: AnyColumn): SQL<number> =>
  sql`iif(typeof(${column}) = 'integer' AND ${column} BETWEEN -9007199254740991 AND 9007199254740991, ${column}, hex(${column}))`

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textOf(bytes: ArrayBuffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return `(no text: ${Buffer.from(bytes).toString('hex')})`
  }
}

const CHAIN_ROW = {
  seq: exactNumber(trail.seq),
  dispensaryId: exactText(trail.dispensaryId),
  link: exactNumber(trail.link),
  source: exactText(trail.source),
  eventId: exactText(trail.eventId),
  type: exactText(trail.type),
  subject: exactText(trail.subject),
  time: exactNumber(trail.time),
  recordedAt: exactNumber(trail.recordedAt),
  data: exactText(trail.data),
  hash: exactText(trail.hash),
}

/** A dispensary's chain in the order of its links, in pages, so that years of it need little memory. */
export async function* rowsOfChain(reader: Reader, dispensaryId: string, page = 2_000): AsyncGenerator<TrailRow> {
  let last: TrailRow | undefined
  do {
    const rows: TrailRow[] = await reader
      .select(CHAIN_ROW)
      .from(trail)
      .where(and(eq(trail.dispensaryId, dispensaryId), last && gt(trail.link, last.link)))
      .orderBy(asc(trail.link))
      .limit(page)
    yield* rows
    last = rows.length < page ? undefined : rows.at(-1)
  } while (last)
}

/** The end of a dispensary's chain by its own word; nulls where there is no such dispensary. */
export type ChainHead = { dispensaryId: string; chainLength: number | null; hash: string | null }

const HEAD = {
  dispensaryId: exactText(dispensaries.id),
  chainLength: exactNumber(dispensaries.chainLength),
  hash: exactText(dispensaries.chainHash),
}

/** Every dispensary that there is or that the trail speaks of. */
export async function chainHeads(reader: Reader): Promise<ChainHead[]> {
  const heads = await reader.select(HEAD).from(dispensaries)
  const told = await reader.selectDistinct({ dispensaryId: exactText(trail.dispensaryId) }).from(trail)
  const known = new Set(heads.map(({ dispensaryId }) => dispensaryId))
  const strays = told.filter(({ dispensaryId }) => !known.has(dispensaryId))
  return [...heads, ...strays.map(({ dispensaryId }) => ({ dispensaryId, chainLength: null, hash: null }))]
}

export async function chainHead(reader: Reader, dispensaryId: string): Promise<ChainHead | undefined> {
  const [head] = await reader.select(HEAD).from(dispensaries).where(eq(dispensaries.id, dispensaryId))
  return head
}

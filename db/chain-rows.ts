import { and, asc, eq, gt, gte, lte, sql, type SQL } from 'drizzle-orm'
import {
  bytesOf,
  exactly,
  exactNumber,
  exactSeq,
  exactText,
  parseExact,
  parseExactOrBroken,
  type Cells,
} from './exact.ts'
import type { Reader } from './open.ts'
import { dispensaries, tracks, trail } from './schema.ts'
import type { TrailRow } from './trail.ts'

const CELLS = exactly(
  exactSeq(trail.seq),
  exactNumber(trail.seq),
  exactText(trail.dispensaryId),
  exactNumber(trail.link),
  exactText(trail.source),
  exactText(trail.eventId),
  exactText(trail.type),
  exactText(trail.subject),
  exactNumber(trail.time),
  exactNumber(trail.recordedAt),
  exactText(trail.data),
  exactText(trail.hash),
)
type RowCells = [string, number, string, number, string, string, string, string, number, number, string, string]

function rowOf(cells: RowCells): TrailRow {
  const [, seq, dispensaryId, link, source, eventId, type, subject, time, recordedAt, data, hash] = cells
  return { seq, dispensaryId, link, source, eventId, type, subject, time, recordedAt, data, hash }
}

/** From one link to another, both included. */
export type Stretch = { from?: number; to?: number }

/** A dispensary's chain in the order of its links. */
export function rowsOfChain(
  reader: Reader,
  dispensaryId: string,
  { from, to }: Stretch = {},
  page?: number,
): AsyncGenerator<TrailRow> {
  const where = and(
    eq(trail.dispensaryId, dispensaryId),
    from === undefined ? undefined : gte(trail.link, from),
    to === undefined ? undefined : lte(trail.link, to),
  )
  const behind = (last: string): SQL =>
    sql`(${trail.link}, ${trail.seq}) > (SELECT link, seq FROM trail WHERE seq = ${last})`
  return rowsWhere(reader, { where, order: [asc(trail.link), asc(trail.seq)], behind }, page)
}

/** The rows of one subject, oldest first; behind a row, if its number is given. */
export function rowsFiledUnder(
  reader: Reader,
  dispensaryId: string,
  subject: string,
  after?: number,
  page?: number,
): AsyncGenerator<TrailRow> {
  const where = and(
    eq(trail.dispensaryId, dispensaryId),
    eq(trail.subject, subject),
    after === undefined ? undefined : gt(trail.seq, after),
  )
  return rowsWhere(reader, { where, order: [asc(trail.seq)], behind: (last) => sql`${trail.seq} > ${last}` }, page)
}

type Wanted = { where: SQL | undefined; order: SQL[]; behind: (last: string) => SQL }

/**
 * In pages, so that years of rows need little memory, and others have their turn in between. A page is one value of the
 * database: to fetch a row by itself costs more than to hash it.
 */
async function* rowsWhere(reader: Reader, wanted: Wanted, page = 250): AsyncGenerator<TrailRow> {
  let last: string | undefined
  do {
    const lines = await linesOf(reader, wanted, last, page)
    for (const cells of lines) yield rowOf(cells)
    last = lines.length < page ? undefined : lines.at(-1)?.[0]
    await new Promise(setImmediate)
  } while (last !== undefined)
}

/** Line by line only where a page holds what is no text at all. */
async function linesOf(
  reader: Reader,
  { where, order, behind }: Wanted,
  last: string | undefined,
  page: number,
): Promise<RowCells[]> {
  const lines = reader
    .select({ line: CELLS.as('line') })
    .from(trail)
    .where(and(where, last === undefined ? undefined : behind(last)))
    .orderBy(...order)
    .limit(page)
    .as('lines')
  const all = sql`'[' || coalesce(group_concat(${lines.line}), '') || ']'`
  const [whole] = await reader.select({ bytes: bytesOf(all) }).from(lines)
  try {
    return whole ? parseExact<RowCells[]>(whole.bytes) : []
  } catch {
    const single = await reader.select({ bytes: bytesOf(lines.line) }).from(lines)
    return single.map(({ bytes }) => parseExactOrBroken(bytes) as RowCells)
  }
}

/** The end of a dispensary's chain by its own word; nulls where there is no such dispensary. */
export type ChainHead = { dispensaryId: string; chainLength: number | null; hash: string | null }

const HEAD = exactly(
  exactText(dispensaries.id),
  exactNumber(dispensaries.chainLength),
  exactText(dispensaries.chainHash),
)

function headOf({ bytes }: { bytes: ArrayBuffer }): ChainHead {
  const [dispensaryId, chainLength, hash] = parseExactOrBroken(bytes) as [string, number, string]
  return { dispensaryId, chainLength, hash }
}

/** Every dispensary that there is, or that the trail or a track speaks of. */
export async function chainHeads(reader: Reader): Promise<ChainHead[]> {
  const heads = (await reader.select({ bytes: bytesOf(HEAD) }).from(dispensaries)).map(headOf)
  const known = new Set(heads.map(({ dispensaryId }) => dispensaryId))
  const strays: ChainHead[] = []
  for (const table of [trail, tracks]) {
    const told = await reader.selectDistinct({ bytes: bytesOf(exactly(exactText(table.dispensaryId))) }).from(table)
    for (const { bytes } of told) {
      const [dispensaryId = null] = parseExactOrBroken(bytes) as Cells
      if (known.has(String(dispensaryId))) continue
      known.add(String(dispensaryId))
      strays.push({ dispensaryId: String(dispensaryId), chainLength: null, hash: null })
    }
  }
  return [...heads, ...strays]
}

export async function chainHead(reader: Reader, dispensaryId: string): Promise<ChainHead | undefined> {
  const [row] = await reader
    .select({ bytes: bytesOf(HEAD) })
    .from(dispensaries)
    .where(eq(dispensaries.id, dispensaryId))
  return row && headOf(row)
}

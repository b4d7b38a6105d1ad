import { sql, type AnyColumn, type SQL } from 'drizzle-orm'

/**
 * Columns exactly as they are stored, for whoever looks for what was done to them: what is no text comes as null, and
 * what is no number of ours as a text, so that neither can pass for what it replaced.
 */
export const exactText = ({ name }: AnyColumn): string => `iif(typeof(${name}) = 'text', ${name}, NULL)`
export const exactNumber = ({ name }: AnyColumn): string =>
  `iif(typeof(${name}) = 'integer' AND ${name} BETWEEN -9007199254740991 AND 9007199254740991, ${name}, quote(${name}))`

/** The number of a row, as a text that holds it whatever it is. */
export const exactSeq = ({ name }: AnyColumn): string => `CAST(${name} AS TEXT)`

/** Columns as one JSON array: SQLite writes a text whole, past any NUL, where a reader of columns would stop. */
export const exactly = (...columns: readonly string[]): SQL => sql.raw(`json_array(${columns.join(', ')})`)

/** As bytes, for a reader of texts breaks at what is no UTF-8. */
export const bytesOf = (text: SQL | SQL.Aliased): SQL<ArrayBuffer> => sql<ArrayBuffer>`CAST(${text} AS BLOB)`

export type Cells = (string | number | null)[]

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @throws when the bytes are no UTF-8 */
export const parseExact = <T>(bytes: ArrayBuffer): T => JSON.parse(utf8.decode(bytes)) as T

/** Of what is no UTF-8, a text that names it and is none of ours. */
export function parseExactOrBroken(bytes: ArrayBuffer): Cells {
  try {
    return parseExact(bytes)
  } catch {
    const readable = JSON.parse(Buffer.from(bytes).toString('latin1')) as Cells
    return readable.map((cell) => (typeof cell === 'string' && /[^\0-\x7f]/.test(cell) ? null : cell))
  }
}

import type { ExportedRow } from './export-rows.ts'
import type { ExportedTrack } from './export-tracks.ts'
import { inZone } from './local-time.ts'

/** What a spreadsheet would take for a formula (OWASP, CSV injection), also behind blanks that it may skip. */
const FORMULA = /^\s*[=+\-@＝＋－＠\t\r\n\0]/

/** A text that would be a formula gets an apostrophe before it; numbers are harmless and stay numbers. */
function cell(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}

/** RFC 4180: commas, quotes doubled, CRLF behind every line. */
const csv = (lines: readonly (readonly unknown[])[]): string =>
  lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('')

const COLUMNS = [
  'link',
  'seq',
  'time',
  'localTime',
  'recordedAt',
  'recordedAtLocal',
  'type',
  'subject',
  'source',
  'eventId',
] as const

const fieldsOf = (data: unknown): Record<string, unknown> =>
  typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : { text: data }

/** One line an event; the data's fields in columns of their own, lists as JSON. */
export function eventsCsv(rows: readonly ExportedRow[]): string {
  const fields = [...new Set(rows.flatMap(({ data }) => Object.keys(fieldsOf(data))))].sort()
  const lines = rows.map((row) => {
    const data = fieldsOf(row.data)
    return [...COLUMNS.map((column) => row[column]), ...fields.map((field) => data[field]), row.hash]
  })
  return csv([[...COLUMNS, ...fields.map((field) => `data.${field}`), 'hash'], ...lines])
}

const MEASURED = ['lat', 'lng', 'speedMetersPerSecond', 'headingDegrees', 'accuracyMeters'] as const

/** One line a fix, oldest first. */
export function tracksCsv(tracks: readonly ExportedTrack[], timeZone: string): string {
  const lines = tracks.flatMap(({ driverId, pieces, notYetSealed }) => {
    const sealed = pieces.flatMap(({ sealedBy, fixes }) =>
      fixes.flatMap((fix) => (typeof fix === 'string' ? [] : [{ ...fix, sealedBy }])),
    )
    const all = [...sealed, ...notYetSealed.map((fix) => ({ ...fix, sealedBy: null }))]
    all.sort((a, b) => a.at.localeCompare(b.at))
    return all.map((fix) => {
      const localTime = inZone(Date.parse(fix.at), timeZone)
      return [driverId, fix.at, localTime, ...MEASURED.map((column) => fix[column]), fix.sealedBy]
    })
  })
  return csv([['driverId', 'at', 'localTime', ...MEASURED, 'sealedByLink'], ...lines])
}

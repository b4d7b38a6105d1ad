import { canonical } from '../../db/chain.ts'
import type { TrailRow } from '../../db/trail.ts'
import { inUtc, inZone } from './local-time.ts'
import type { Proven } from './prove.ts'

/** A row of the trail as an export shows it: every column, when in UTC and by the dispensary's clocks, and its proof. */
export type ExportedRow = {
  link: number
  seq: number
  type: string
  subject: string
  time: string
  localTime: string
  recordedAt: string
  recordedAtLocal: string
  source: string
  eventId: string
  data: unknown
  previousHash: string
  hash: string
  proof: Proven['proof']
}

export function exportedRow({ row, previousHash, proof }: Proven, timeZone: string): ExportedRow {
  const { link, seq, type, subject, time, recordedAt, source, eventId, hash } = row
  return {
    ...{ link, seq, type, subject },
    time: inUtc(time),
    localTime: inZone(time, timeZone),
    recordedAt: inUtc(recordedAt),
    recordedAtLocal: inZone(recordedAt, timeZone),
    ...{ source, eventId, data: readable(row), previousHash, hash, proof },
  }
}

/** The object that was written down; where the stored text is not its canonical one, the text itself. */
function readable({ data }: TrailRow): unknown {
  try {
    const value: unknown = JSON.parse(data)
    return canonical(value) === data ? value : data
  } catch {
    return data
  }
}

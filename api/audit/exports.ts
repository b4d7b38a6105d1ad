import { hash } from 'node:crypto'
import { rowsOfChain } from '../../db/chain-rows.ts'
import { findDispensary } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { driversBetween } from '../../db/tracks.ts'
import { linkOfEvent } from '../../db/trail-links.ts'
import type { TrailRow } from '../../db/trail.ts'
import type { Contact } from '../domain/contact.ts'
import type { DoorstepEvent, ExportPart } from '../domain/event.ts'
import type { Clock, Random } from '../ports.ts'
import type { RecordEvent } from '../record.ts'
import type { Signer } from '../signing.ts'
import { writeFiles, type ExportFiles } from './export-document.ts'
import { exportedTrack, periodsOf, type ExportedTrack, type Period } from './export-tracks.ts'
import { selectionOf, type Asked, type Selection } from './selection.ts'
import type { Checkpoints } from './sign-checkpoints.ts'

/** Rows that one file holds: some thirty megabytes with their proofs. */
const ROWS_A_FILE = 20_000

export type Exports = {
  /**
   * Hands rows out, in files that prove themselves. That they were handed out, and to whom, is written down first and
   * stands in them.
   * @param by a member of staff, or the operator
   * @param contact the order's, for those who may have it; it is in no proof
   */
  make: (dispensaryId: string, asked: Asked, by: string, contact?: Contact) => AsyncGenerator<ExportFiles>
}

type Deps = {
  db: Database
  record: RecordEvent
  checkpoints: Checkpoints
  signer: Signer
  secretKey: Uint8Array
  clock: Clock
  random: Random
}

export function createExports({ db, record, checkpoints, signer, secretKey, clock, random }: Deps): Exports {
  async function writeDown(dispensaryId: string, event: DoorstepEvent<'trail.exported'>): Promise<number> {
    const eventId = `trail.exported:${event.data.exportId}`
    const source = 'doorstep/audit'
    const { result } = await record({ dispensaryId, source, eventId, event })
    const link = await linkOfEvent(db, dispensaryId, source, eventId)
    if (link === undefined) throw new Error(`An export that was ${result}`)
    return link
  }

  async function tracksOf(dispensaryId: string, asked: Asked, selection: Selection): Promise<ExportedTrack[]> {
    const tracks: ExportedTrack[] = []
    for (const period of await periodsAsked(dispensaryId, asked, selection))
      tracks.push(await exportedTrack(db, secretKey, { dispensaryId, driverId: period.driverId }, period))
    return tracks
  }

  async function periodsAsked(dispensaryId: string, asked: Asked, selection: Selection): Promise<Period[]> {
    if (asked.what === 'route' && selection.kind === 'picked')
      return periodsOf(
        selection.rows.filter(({ subject }) => subject === `route/${asked.routeId}`),
        clock(),
      )
    if (asked.what !== 'day') return []
    const { from, to } = asked
    return (await driversBetween(db, dispensaryId, from, to - 1)).map((driverId) => ({ driverId, from, to: to - 1 }))
  }

  async function* make(dispensaryId: string, asked: Asked, by: string, contact?: Contact): AsyncGenerator<ExportFiles> {
    const dispensary = await findDispensary(db, dispensaryId)
    if (!dispensary) throw new Error(`No dispensary ${dispensaryId}`)
    const time = clock() // before the look at the trail: what is written down later cannot be in it
    const selection = await selectionOf(db, dispensaryId, asked)
    const parts = await partsOf(db, dispensaryId, selection)
    const exportId = Buffer.from(random(9)).toString('base64url')
    const tracks = await tracksOf(dispensaryId, asked, selection)
    const event = { type: 'trail.exported' as const, time, data: { exportId, by, ...asked, parts } }
    const exported = await writeDown(dispensaryId, event)
    await checkpoints.sign(dispensaryId)
    for (let number = 1; number <= parts.length; number += 1) {
      const first = number === 1 ? { tracks, ...(contact && { contact }) } : { tracks: [] }
      yield await writeFiles(db, signer, { dispensary, event, exported, selection, number, ...first })
    }
  }

  return { make }
}

/** What each file will hold. Nothing at all is a part too: that there is nothing can be shown. */
async function partsOf(db: Database, dispensaryId: string, selection: Selection): Promise<ExportPart[]> {
  if (selection.kind === 'picked') {
    const [first, last] = [selection.rows[0]?.link ?? 0, selection.rows.at(-1)?.link ?? 0]
    return [{ first, last, rows: selection.rows.length, digest: digestOfRows(selection.rows) }]
  }
  const parts: ExportPart[] = []
  let first = selection.first
  do {
    const last = Math.min(selection.last, first + ROWS_A_FILE - 1)
    const rows = last < first ? [] : await Array.fromAsync(rowsOfChain(db, dispensaryId, { from: first, to: last }))
    parts.push({ first, last, rows: rows.length, digest: digestOfRows(rows) })
    first = last + 1
  } while (first <= selection.last)
  return parts
}

const digestOfRows = (rows: readonly TrailRow[]): string => hash('sha256', rows.map(({ hash: own }) => own).join('\n'))

import { hash } from 'node:crypto'
import type { Reader } from '../../db/open.ts'
import type { Contact } from '../domain/contact.ts'
import type { Dispensary } from '../domain/dispensary.ts'
import type { DoorstepEvent, EventData } from '../domain/event.ts'
import type { Signer } from '../signing.ts'
import type { Checkpoint } from './checkpoint.ts'
import { eventsCsv, tracksCsv } from './export-csv.ts'
import { exportedRow, type ExportedRow } from './export-rows.ts'
import type { ExportedTrack } from './export-tracks.ts'
import { inUtc, inZone } from './local-time.ts'
import { prove, stretch, these, type Links } from './prove.ts'
import type { Selection } from './selection.ts'

/**
 * One file of an export. It depends on nothing else: `rows` are what was asked for, `beside` others that prove
 * something of them. For a stretch, `before` and `after` are its neighbours in the chain.
 */
export type ExportDocument = {
  format: 'doorstep-export-1'
  asked: Omit<EventData['trail.exported'], 'parts' | 'from' | 'to'> & { from?: string; to?: string; at: string }
  dispensary: Pick<Dispensary, 'id' | 'name' | 'legalName' | 'licence' | 'state' | 'timeZone'>
  part: { number: number; of: number }
  /** The link of the row that tells of this export. */
  exported: number
  stretch: { first: number; last: number; before: number | null; after: number } | null
  rows: ExportedRow[]
  beside: ExportedRow[]
  tracks: ExportedTrack[]
  /** Under no proof: personal data is not in the trail. */
  contact?: Contact
  checkpoints: Checkpoint[]
  /** SHA-256 of the sheets that lie beside. */
  sheets: Record<string, string>
  key: string
  signature: string
}

/** The document with its proofs, and the same rows for a spreadsheet, by name. */
export type ExportFiles = { name: string; document: string; sheets: Record<string, string> }

type Whole = {
  dispensary: Dispensary
  event: DoorstepEvent<'trail.exported'>
  exported: number
  selection: Selection
  number: number
  tracks: ExportedTrack[]
  contact?: Contact
}

/** Written in one way only, so that the verifier can tell a file that says a thing twice from one that says it once. */
const asText = (document: object): string => `${JSON.stringify(document, null, 1)}\n`

export async function writeFiles(reader: Reader, signer: Signer, whole: Whole): Promise<ExportFiles> {
  const { dispensary, event, exported, selection, number, tracks, contact } = whole
  const { parts, from, to, ...asked } = event.data
  const of = parts.length
  const suffix = of === 1 ? '' : `-${String(number).padStart(String(of).length, '0')}`
  const used = new Map<number, Checkpoint>()
  const rowsAt = async (links: Links): Promise<ExportedRow[]> => {
    const proven = await Array.fromAsync(prove(reader, dispensary.id, signer.publicKey, links, used))
    return proven.map((one) => exportedRow(one, dispensary.timeZone))
  }
  const { links, neighbours, ...place } = placeOf(selection, parts[number - 1])
  const sealing = tracks.flatMap(({ pieces }) => pieces.flatMap(({ sealedBy }) => sealedBy ?? []))
  const rows = await rowsAt(links)
  const own = new Set(rows.map(({ link }) => link))
  const beside = await rowsAt(these([...neighbours, exported, ...sealing].filter((link) => !own.has(link))))
  const sheets = {
    [`events${suffix}.csv`]: eventsCsv(rows),
    ...(tracks.length > 0 && { [`tracks${suffix}.csv`]: tracksCsv(tracks, dispensary.timeZone) }),
  }
  const { id, name, legalName, licence, state, timeZone } = dispensary
  const unsigned: Omit<ExportDocument, 'signature'> = {
    format: 'doorstep-export-1',
    asked: {
      ...asked,
      ...(from !== undefined && { from: inZone(from, timeZone) }),
      ...(to !== undefined && { to: inZone(to, timeZone) }),
      at: inUtc(event.time),
    },
    dispensary: { id, name, legalName, licence, state, timeZone },
    part: { number, of },
    ...{ exported, stretch: place.stretch, rows, beside, tracks, ...(contact && { contact }) },
    checkpoints: [...used.values()].sort((a, b) => a.to - b.to),
    sheets: Object.fromEntries(Object.entries(sheets).map(([sheet, text]) => [sheet, hash('sha256', text)])),
    key: signer.publicKey,
  }
  const signature = signer.sign(`doorstep export\n${hash('sha256', asText(unsigned))}`)
  return { name: `export${suffix}.json`, document: asText({ ...unsigned, signature }), sheets }
}

type Part = EventData['trail.exported']['parts'][number]

/** Which links a part holds, and which stand at its edges. */
function placeOf(selection: Selection, part: Part | undefined) {
  if (selection.kind === 'picked')
    return { links: these(selection.rows.map(({ link }) => link)), neighbours: [], stretch: null }
  const { first, last } = part ?? selection
  const edges = { first, last, before: first > 1 ? first - 1 : null, after: last + 1 }
  const neighbours = [edges.before, edges.after].filter((link) => link !== null)
  return { links: stretch(first, last), neighbours, stretch: edges }
}

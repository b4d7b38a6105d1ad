import { hash } from 'node:crypto'
import { digestOfCheckpoint, signed } from '../../api/audit/checkpoint.ts'
import type { ExportDocument } from '../../api/audit/export-document.ts'
import type { ExportedRow } from '../../api/audit/export-rows.ts'
import { leafOfRow, pathsIn } from '../../api/audit/merkle.ts'
import type { Asked } from '../../api/audit/selection.ts'
import { signerOf } from '../../api/signing.ts'
import { canonical, hashOf } from '../../db/chain.ts'
import type { Doorstep } from '../flow/dispatch.ts'

export const SECRET = new Uint8Array(32).fill(7)
export const SIGNER = signerOf(SECRET)

const at = (clock: string): number => Date.parse(`2026-04-24T${clock}:00-07:00`)
/** One of each kind that there is, of an evening; see `evening.ts`. */
export const ASKED = {
  'an order': { what: 'order', orderId: '1' },
  'a route': { what: 'route', routeId: 'r' },
  'a part of a day': { what: 'day', from: at('18:01'), to: at('19:30') },
  'a time without rows': { what: 'range', from: at('18:30'), to: at('18:40') },
  'a whole store': { what: 'dispensary' },
} satisfies Record<string, Asked>
export type Kind = keyof typeof ASKED
export const KINDS = Object.keys(ASKED) as Kind[]

/** The text of each kind of export, by one and the same Doorstep. */
export async function exportsOf(doorstep: Doorstep): Promise<Record<Kind, string>> {
  const texts: [Kind, string][] = []
  for (const kind of KINDS) {
    const files = doorstep.stages.exports.make('alder-bay', ASKED[kind], 'operator', { name: 'Ana' })
    for await (const { document } of files) texts.push([kind, document])
  }
  return Object.fromEntries(texts) as Record<Kind, string>
}

export const written = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`

/** The file signed again, as whoever has the key could: then only what stands in it can give it away. */
export function signedAgain({ signature: _, ...unsigned }: object & { signature?: unknown }): string {
  const signature = SIGNER.sign(`doorstep export\n${hash('sha256', written(unsigned))}`)
  return written({ ...unsigned, signature })
}

/**
 * A whole store's export with every row hashed and every checkpoint signed anew, as if the rows had always been these.
 * @param previousOf the hash that a row says it follows, where it is not that of the row before
 */
export function rewritten(document: ExportDocument, previousOf: (link: number) => string | undefined): string {
  const { rows, beside, exported, dispensary } = document
  let previous = ''
  const relink = (row: ExportedRow): void => {
    const [time, recordedAt] = [Date.parse(row.time), Date.parse(row.recordedAt)]
    row.previousHash = previousOf(row.link) ?? previous
    row.hash = hashOf(
      { ...row, dispensaryId: dispensary.id, time, recordedAt, data: canonical(row.data) },
      row.previousHash,
    )
    previous = row.hash
  }
  for (const row of rows) relink(row)
  const telling = beside.find(({ link }) => link === exported) as ExportedRow & {
    data: { parts: { digest: string }[] }
  }
  telling.data.parts[0]!.digest = hash('sha256', rows.map((row) => row.hash).join('\n'))
  for (const row of beside) relink(row)
  const all = [...rows, ...beside]
  let before = ''
  document.checkpoints = document.checkpoints.map(({ key: _, signature: __, ...said }) => {
    const covered = all.filter(({ link }) => link >= said.from && link <= said.to)
    const { root, pathOf } = pathsIn(covered.map(leafOfRow))
    for (const [place, row] of covered.entries()) row.proof = { checkpoint: said.to, path: pathOf(place) }
    const one = signed(SIGNER, { ...said, root, head: covered.at(-1)!.hash, previous: before })
    before = digestOfCheckpoint(one)
    return one
  })
  return signedAgain(document)
}

import { eq, sql, type SQL } from 'drizzle-orm'
import { checkpointOf, digestOfCheckpoint, onTrail, signed } from '../../api/audit/checkpoint.ts'
import { createTree, leafOfRow } from '../../api/audit/merkle.ts'
import { signerOf } from '../../api/signing.ts'
import { canonical, hashOf } from '../../db/chain.ts'
import type { Tx } from '../../db/open.ts'
import { dispensaries } from '../../db/schema.ts'
import type { TrailRow } from '../../db/trail.ts'
import { insertRows } from './insert-rows.ts'
import type { Store } from './stores.ts'

/** What whoever can write the file can do, and whose key is not the store's. */
const SIGNER = signerOf(Buffer.alloc(32, 'another key'))

export type Choice = { below: (n: number) => number; one: <T>(of: readonly T[]) => T }

/** Values of every kind that a column can be made to hold, sensible and not. */
const VALUES: readonly SQL[] = [
  ...['0', '1', '-7', '2', '9007199254740993', '-9223372036854775808', '0.5', '1e300', 'NULL', "''", "'x'"],
  ...["'order/1'", "'nobody'", "x''", "x'00ff'", "CAST(x'ff00' AS TEXT)", "CAST(x'e282' AS TEXT)", 'char(0)'],
  ...["'{}'", "'null'", `'{"digest":1}'`, "'[]'", `'${'0'.repeat(64)}'`, "'checkpoint.signed'", "'track.sealed'"],
].map((text) => sql.raw(text))

/** Changes of what is there, which are harder to see than another value. */
const CHANGES: readonly ((column: SQL) => SQL)[] = [
  (column) => sql`${column} || 'x'`,
  (column) => sql`${column} || char(0)`,
  (column) => sql`' ' || ${column}`,
  (column) => sql`upper(${column})`,
  (column) => sql`substr(${column}, 1, length(${column}) - 1)`,
  (column) => sql`CAST(${column} AS BLOB)`,
  (column) => sql`CAST(CAST(${column} AS BLOB) || x'ff' AS TEXT)`,
  (column) => sql`${column} + 1`,
  (column) => sql`${column} - 1`,
  (column) => sql`replace(${column}, '1', '2')`,
  (column) => sql`replace(${column}, 'e', 'é')`,
]

/** Gives a column of a row another value; whether its bytes are other ones afterwards. */
export async function edit(tx: Tx, table: 'trail' | 'tracks', name: string, seq: number, choice: Choice) {
  const [from, column] = [sql.raw(table), sql.raw(name)]
  const bytes = async (): Promise<string | undefined> => {
    const found = sql`SELECT typeof(${column}) || hex(${column}) AS bytes FROM ${from} WHERE seq = ${seq}`
    return (await tx.all<{ bytes: string }>(found))[0]?.bytes
  }
  const before = await bytes()
  const value = choice.below(2) === 0 ? choice.one(VALUES) : choice.one(CHANGES)(column)
  await tx.run(sql`UPDATE ${from} SET ${column} = ${value} WHERE seq = ${seq}`)
  return (await bytes()) !== before
}

/** A row changed so that it says something else, and could still be one. */
export const altered = (row: TrailRow, choice: Choice): TrailRow => ({
  ...row,
  ...choice.one<Partial<TrailRow>>([
    { data: row.data.replace(/\d/, (digit) => `${(Number(digit) + 1) % 10}`) },
    { data: row.data.replace('{', '{ ') },
    { time: row.time - 60_000 },
    { recordedAt: row.recordedAt + 1 },
    { subject: `${row.subject}0` },
    { type: row.type === 'order.verified' ? 'order.packed' : 'order.verified' },
    { source: `${row.source}/` },
    { eventId: `${row.eventId}'` },
  ]),
})

/** Puts rows in place of all from a link on, numbered and hashed as if they had always been there, and the head too. */
export async function rewrite(tx: Tx, store: Store, from: number, rows: readonly TrailRow[]): Promise<void> {
  let hash = store.rows[from - 2]?.hash ?? ''
  const linked = rows.map((row, i) => {
    const whole = { ...row, link: from + i }
    hash = hashOf(whole, hash)
    return { ...whole, hash }
  })
  await replace(tx, store, from, linked)
}

async function replace(tx: Tx, { id }: Store, from: number, rows: readonly TrailRow[]): Promise<void> {
  await tx.run(sql`DELETE FROM trail WHERE dispensary_id = ${id} AND link >= ${from}`)
  await insertRows(tx, rows)
  const last = rows.at(-1)
  if (last) await setHead(tx, id, last.link, last.hash)
}

export const setHead = (tx: Tx, id: string, chainLength: number, chainHash: string): Promise<unknown> =>
  tx.update(dispensaries).set({ chainLength, chainHash }).where(eq(dispensaries.id, id))

/** The whole chain anew, every checkpoint in it signed with the attacker's key over rows as they now are. */
export async function forge(tx: Tx, store: Store, rows: readonly TrailRow[]): Promise<void> {
  let [tree, from, previous, hash] = [createTree(), 1, '', '']
  const stretches = new Map<number, { from: number; to: number; root: string; head: string }>()
  const ends = new Set(rows.map((row) => checkpointOf(row)?.to))
  const forged = rows.map((row) => {
    const stretch = stretches.get(checkpointOf(row)?.to ?? 0)
    const one = stretch && signed(SIGNER, { dispensaryId: row.dispensaryId, time: row.time, ...stretch, previous })
    if (one) previous = digestOfCheckpoint(one)
    const whole = { ...row, ...(one && { data: canonical(onTrail(one)) }) }
    hash = hashOf(whole, hash)
    tree.add(leafOfRow({ hash }))
    if (ends.has(row.link)) {
      stretches.set(row.link, { from, to: row.link, root: tree.root(), head: hash })
      ;[tree, from] = [createTree(), row.link + 1]
    }
    return { ...whole, hash }
  })
  await replace(tx, store, 1, forged)
}

import { eq, sql } from 'drizzle-orm'
import { hashOf } from '../../db/chain.ts'
import type { Tx } from '../../db/open.ts'
import { dispensaries, tracks, trail } from '../../db/schema.ts'
import type { TrailRow } from '../../db/trail.ts'
import { altered, edit, forge, rewrite, setHead, type Choice } from './attacker.ts'
import type { Store } from './stores.ts'

/**
 * Where it must be named that something was done: at `link`; or, where everything behind was reckoned anew so that only
 * a signature can tell, by a stretch that holds the link. 0 is for what has no place in a chain at all.
 */
export type Place = { link: number; within?: boolean }

/** Does something to one store's part of the file; undefined where it came out as it was. */
export type Mutation = (tx: Tx, store: Store, choice: Choice, other: Store) => Promise<Place | undefined>

const OF_A_ROW = 'data dispensary_id event_id hash link recorded_at seq source subject time type'.split(' ')
/** Not `seq`, which is only the place where SQLite puts a chunk. */
const OF_A_TRACK = 'chunk digest dispensary_id driver_id fixes from_at to_at'.split(' ')

const rowAt = ({ rows }: Store, link: number): TrailRow => rows[link - 1] as TrailRow
const anyRow = (store: Store, choice: Choice): TrailRow => choice.one(store.rows)
/** One that a checkpoint covers: what is behind the last one nobody can hold against whoever writes it all anew. */
const signedRow = (store: Store, choice: Choice): TrailRow => rowAt(store, 1 + choice.below(store.noted.to))
const sealingLink = ({ rows }: Store, digest: string): number =>
  rows.find(({ type, data }) => type === 'track.sealed' && data.includes(digest))?.link ?? Number.NaN

export const MUTATIONS: Record<string, Mutation> = {
  async 'a column of a row altered'(tx, store, choice) {
    const { seq, link } = anyRow(store, choice)
    return (await edit(tx, 'trail', choice.one(OF_A_ROW), seq, choice)) ? { link } : undefined
  },

  async 'rows taken out'(tx, store, choice) {
    const { link } = anyRow(store, choice)
    const last = link + choice.below(3)
    await tx.run(sql`DELETE FROM trail WHERE dispensary_id = ${store.id} AND link BETWEEN ${link} AND ${last}`)
    return { link }
  },

  async 'a row put in where none was'(tx, store, choice) {
    const end = store.rows.length
    const link = choice.one([0, -1, end + 1, end + 2, Number.MAX_SAFE_INTEGER])
    const row = { ...anyRow(store, choice), link, seq: 1e9 + choice.below(1e6), eventId: 'invented' }
    await tx.insert(trail).values({ ...row, hash: hashOf(row, rowAt(store, end).hash) })
    return { link: Math.min(link, end + 1) }
  },

  async 'a column of two rows exchanged'(tx, store, choice) {
    const [a, b] = [anyRow(store, choice), anyRow(store, choice)]
    const name = choice.one(['data', 'time', 'recordedAt', 'type', 'subject', 'hash', 'source'] as const)
    if (a[name] === b[name]) return undefined
    await tx
      .update(trail)
      .set({ [name]: b[name] })
      .where(eq(trail.seq, a.seq))
    await tx
      .update(trail)
      .set({ [name]: a[name] })
      .where(eq(trail.seq, b.seq))
    return { link: Math.min(a.link, b.link) }
  },

  async 'two rows in each other’s place'(tx, store, choice) {
    const [a, b] = [anyRow(store, choice), anyRow(store, choice)]
    if (a === b) return undefined
    const name = choice.one(['link', 'seq'] as const)
    for (const [row, value] of [
      [a, -777],
      [b, a[name]],
      [a, b[name]],
    ] as const)
      await tx
        .update(trail)
        .set({ [name]: value })
        .where(eq(trail.hash, row.hash))
    return { link: Math.min(a.link, b.link) }
  },

  async 'all rows renumbered'(tx, store, choice) {
    await tx.run(sql`UPDATE trail SET link = link + ${1 + choice.below(99)} + 1000 WHERE dispensary_id = ${store.id}`)
    return { link: 1 }
  },

  async 'the end cut off'(tx, store, choice) {
    const { link } = anyRow(store, choice)
    await tx.run(sql`DELETE FROM trail WHERE dispensary_id = ${store.id} AND link >= ${link}`)
    return { link }
  },

  async 'the end cut off, and the head set back'(tx, store, choice) {
    const { link } = signedRow(store, choice)
    await tx.run(sql`DELETE FROM trail WHERE dispensary_id = ${store.id} AND link >= ${link}`)
    await setHead(tx, store.id, link - 1, store.rows[link - 2]?.hash ?? '')
    return { link }
  },

  async 'a row altered, and all behind it hashed anew'(tx, store, choice) {
    const row = signedRow(store, choice)
    const other = altered(row, choice)
    if (JSON.stringify(other) === JSON.stringify(row)) return undefined
    await rewrite(tx, store, row.link, [other, ...store.rows.slice(row.link)])
    return { link: row.link, within: true }
  },

  async 'a row left out, and all behind it numbered and hashed anew'(tx, store, choice) {
    const { link } = signedRow(store, choice)
    await rewrite(tx, store, link, store.rows.slice(link))
    return { link, within: true }
  },

  async 'a row invented, and all behind it numbered and hashed anew'(tx, store, choice) {
    const { link } = signedRow(store, choice)
    const invented = { ...anyRow(store, choice), seq: 1e9 + choice.below(1e6), eventId: 'invented' }
    await rewrite(tx, store, link, [invented, ...store.rows.slice(link - 1)])
    return { link, within: true }
  },

  async 'two rows put in another order, and all behind them hashed anew'(tx, store, choice) {
    const { link } = signedRow(store, choice)
    const [a, b] = [rowAt(store, link), rowAt(store, link + 1)]
    const moved = [
      { ...b, seq: a.seq },
      { ...a, seq: b.seq },
    ]
    await rewrite(tx, store, link, [...moved, ...store.rows.slice(link + 1)])
    return { link, within: true }
  },

  async 'a checkpoint replaced by one of another time, and all behind it hashed anew'(tx, store, choice) {
    const checkpoints = store.rows.filter(({ type }) => type === 'checkpoint.signed')
    const [a, b] = [choice.one(checkpoints), choice.one(checkpoints)]
    if (a === b) return undefined
    await rewrite(tx, store, a.link, [{ ...a, data: b.data }, ...store.rows.slice(a.link)])
    return { link: a.link, within: true }
  },

  async 'the whole chain replaced, and signed with another key'(tx, store, choice) {
    const row = signedRow(store, choice)
    await forge(tx, store, [...store.rows.slice(0, row.link - 1), altered(row, choice), ...store.rows.slice(row.link)])
    const first = store.rows.find(({ type }) => type === 'checkpoint.signed')?.link ?? 0
    return { link: Math.min(row.link, first), within: true }
  },

  async 'a row of another store put in place of one'(tx, store, choice, other) {
    const row = anyRow(store, choice)
    const { source, eventId, type, subject, time, recordedAt, data, hash } = anyRow(other, choice)
    const copied = { source, eventId: `${eventId}'`, type, subject, time, recordedAt, data, hash }
    await tx.update(trail).set(copied).where(eq(trail.seq, row.seq))
    return { link: row.link }
  },

  async 'a row of another store put behind the end, and the head with it'(tx, store, choice, other) {
    const row = { ...anyRow(other, choice), dispensaryId: store.id, seq: 1e9 + choice.below(1e6), eventId: 'copied' }
    const link = store.rows.length + 1
    await tx.insert(trail).values({ ...row, link })
    await setHead(tx, store.id, link, row.hash)
    return { link }
  },

  async 'a column of a track altered'(tx, store, choice) {
    const { seq, digest } = choice.one(store.tracks)
    const isOther = await edit(tx, 'tracks', choice.one(OF_A_TRACK), seq, choice)
    return isOther ? { link: sealingLink(store, digest) } : undefined
  },

  async 'a track taken out'(tx, store, choice) {
    const { seq, digest } = choice.one(store.tracks)
    await tx.delete(tracks).where(eq(tracks.seq, seq))
    return { link: sealingLink(store, digest) }
  },

  async 'a track put in twice'(tx, store, choice) {
    const track = choice.one(store.tracks)
    await tx.insert(tracks).values({ ...track, seq: 1e9 + choice.below(1e6) })
    return { link: sealingLink(store, track.digest) }
  },

  async 'a track invented'(tx, store, choice) {
    const track = choice.one(store.tracks)
    await tx.insert(tracks).values({ ...track, seq: 1e9 + choice.below(1e6), fromAt: track.fromAt - 1 })
    return { link: 0 }
  },

  async 'the fixes of two tracks exchanged'(tx, store) {
    const [a, b] = store.tracks
    if (!a || !b) return undefined
    await tx.update(tracks).set({ chunk: b.chunk }).where(eq(tracks.seq, a.seq))
    await tx.update(tracks).set({ chunk: a.chunk }).where(eq(tracks.seq, b.seq))
    return { link: Math.min(sealingLink(store, a.digest), sealingLink(store, b.digest)) }
  },

  async 'the head made longer or shorter'(tx, store, choice) {
    const end = store.rows.length
    const length = choice.below(2 * end)
    if (length === end) return undefined
    await tx.update(dispensaries).set({ chainLength: length }).where(eq(dispensaries.id, store.id))
    return { link: Math.min(length, end) + 1 }
  },

  async 'the head given another hash'(tx, store, choice) {
    const { hash } = anyRow(store, choice)
    if (hash === rowAt(store, store.rows.length).hash) return undefined
    await tx.update(dispensaries).set({ chainHash: hash }).where(eq(dispensaries.id, store.id))
    return { link: store.rows.length }
  },

  async 'the store itself taken away'(tx, store) {
    await tx.delete(dispensaries).where(eq(dispensaries.id, store.id))
    return { link: store.rows.length }
  },
}

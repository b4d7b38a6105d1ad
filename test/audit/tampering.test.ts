import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../api/audit/finding.ts'
import type { Outside } from '../../api/audit/verify-checkpoints.ts'
import { verifyChains, type Verified } from '../../api/audit/verify.ts'
import { rowsOfChain } from '../../db/chain-rows.ts'
import { canonical, hashOf, textOf } from '../../db/chain.ts'
import type { Reader, Tx } from '../../db/open.ts'
import { tracks } from '../../db/schema.ts'
import { openDoorstep } from '../doorstep.ts'
import { SEED } from '../laws/seed.ts'
import { dice } from '../town/dice.ts'
import { forge, rewrite, type Choice } from './attacker.ts'
import { MUTATIONS, type Place } from './mutations.ts'
import { openStores, type Store } from './stores.ts'

const STORES = 24
const TO_BE_FOUND = 10_000

let opened: Awaited<ReturnType<typeof openStores>>
beforeAll(async () => void (opened = await openStores(STORES)), 60_000)
afterAll(() => opened.doorstep[Symbol.asyncDispose]())

const thrown = dice(SEED)
const below = (n: number): number => Math.floor(thrown() * n)
const choice: Choice = { below, one: (of) => of[below(of.length)] as (typeof of)[number] }

class Undo extends Error {}
const REFUSED = /SQLITE_(CONSTRAINT|MISMATCH)|datatype mismatch|constraint failed/

/** What comes of a transaction that is undone. */
async function undone<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  let result: { value: T } | undefined
  const transaction = opened.doorstep.db.transaction(async (tx) => {
    result = { value: await work(tx) }
    throw new Undo()
  })
  await transaction.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error
  })
  return (result as { value: T }).value
}

/** What the tables themselves refuse to hold is nothing that verification would ever see. */
async function tried(mutate: () => Promise<Place | undefined>): Promise<Place | 'refused' | 'as it was'> {
  try {
    return (await mutate()) ?? 'as it was'
  } catch (error) {
    if (error instanceof Error && REFUSED.test(`${error.message} ${String(error.cause)}`)) return 'refused'
    throw error
  }
}

async function verified(reader: Reader, outside: Outside = {}): Promise<Verified[]> {
  const chains: Verified[] = []
  for await (const chain of verifyChains(reader, outside)) chains.push(chain)
  return chains
}
const findingsIn = async (reader: Reader, outside?: Outside): Promise<Finding[]> =>
  (await verified(reader, outside)).flatMap(({ findings }) => findings)

/** The right place is named, and nothing that stands before it in the chain. */
function isNamed(findings: readonly Finding[], { link, within = false }: Place): boolean {
  const names = ({ link: at, upTo = at }: Finding): boolean => at === link || (within && at <= link && link <= upTo)
  const accusesOthers = ({ link: at, upTo = at }: Finding): boolean => Number.isSafeInteger(at) && at > 0 && upTo < link
  return findings.some(names) && !findings.some(accusesOthers)
}

type Counts = { found: number; refused: number; 'as it was': number }

/** Every column of every row is what most of it is about. */
const KINDS = [...Object.keys(MUTATIONS), ...Array<string>(10).fill('a column of a row altered')]

/** Something is done to every store but one; then all chains are walked at once, and all of it is undone. */
const round = (stores: readonly Store[], tally: Map<string, Counts>): Promise<string[]> =>
  undone(async (tx) => {
    const untouched = choice.one(stores)
    const done = new Map<string, { counts: Counts; kind: string; place: Place }>()
    for (const store of stores.filter((one) => one !== untouched)) {
      const kind = choice.one(KINDS)
      const counts = tally.get(kind) ?? { found: 0, refused: 0, 'as it was': 0 }
      tally.set(kind, counts)
      const place = await tried(() => MUTATIONS[kind]!(tx, store, choice, untouched))
      if (typeof place === 'string') counts[place] += 1
      else done.set(store.id, { counts, kind, place })
    }
    const noted = stores.map((store) => store.noted)
    const findings = await findingsIn(tx, { noted, key: noted[0]!.key })
    const missed: string[] = []
    for (const { id } of stores) {
      const own = findings.filter(({ dispensaryId }) => dispensaryId === id)
      const { counts, kind, place } = done.get(id) ?? {}
      if (place ? !isNamed(own, place) : own.length > 0)
        missed.push(`${kind ?? 'nothing'} at ${JSON.stringify(place)}: ${JSON.stringify(own)}`)
      else if (counts) counts.found += 1
    }
    return missed
  })

test('an untouched trail is unbroken, and tells with which key it was signed', async () => {
  const { doorstep, stores } = opened
  for (const { dispensaryId, rows, hash, checkpoints, findings } of await verified(doorstep.db)) {
    const store = stores.find(({ id }) => id === dispensaryId)
    const { key, to } = store?.noted ?? {}
    expect([rows, hash || undefined, findings]).toEqual([store?.rows.length ?? 0, store?.rows.at(-1)?.hash, []])
    expect(checkpoints).toEqual(store ? { count: 2, key, signedUpTo: to } : { count: 0, signedUpTo: 0 })
  }
})

test('ten thousand things done to the trail, its tracks and its heads are all found, each named where it begins', {
  timeout: 300_000,
}, async () => {
  const tally = new Map<string, Counts>()
  const found = (): number => [...tally.values()].reduce((sum, counts) => sum + counts.found, 0)
  while (found() < TO_BE_FOUND) expect(await round(opened.stores, tally)).toEqual([])
  for (const kind of Object.keys(MUTATIONS)) {
    const counts = tally.get(kind) ?? { found: 0, refused: 0 }
    expect([kind, counts.found > 50]).toEqual([kind, true])
    expect([kind, counts.refused > 0]).toEqual([kind, kind.startsWith('a column of a') && kind.endsWith('altered')])
  }
})

describe('what only somebody outside can tell', () => {
  /** One store's evening replaced by another, every hash and signature of it in order. */
  async function replaced(tx: Tx): Promise<Store> {
    const [store] = opened.stores as [Store]
    const rows = store.rows.map((row) => ({ ...row, data: row.data.replace('not-home', 'no-id') }))
    await forge(tx, store, rows)
    return store
  }
  const ofOne = (findings: Finding[], { id }: Store): Finding[] =>
    findings.filter(({ dispensaryId }) => dispensaryId === id)

  test('a chain that was replaced whole is told by the key that was noted down', () =>
    undone(async (tx) => {
      const store = await replaced(tx)
      const findings = ofOne(await findingsIn(tx, { key: store.noted.key }), store)
      expect(findings.map(({ link, what }) => [link, what])).toEqual([
        [12, expect.stringContaining('is signed with another key')],
        [20, expect.stringContaining('is signed with another key')],
      ])
    }))

  test('and by a checkpoint that was noted down, which also tells where it may begin', () =>
    undone(async (tx) => {
      const store = await replaced(tx)
      const findings = ofOne(await findingsIn(tx, { noted: [store.noted], key: store.noted.key }), store)
      expect(findings.map(({ link, upTo }) => [link, upTo])).toContainEqual([1, store.noted.to])
    }))

  test('without either, the other stores’ checkpoints give it away, unless they were replaced too', () =>
    undone(async (tx) => {
      const store = await replaced(tx)
      expect((await findingsIn(tx)).length).toBeGreaterThan(0)
      for (const other of opened.stores.slice(1)) await forge(tx, other, other.rows)
      const chains = await verified(tx)
      expect(chains.flatMap(({ findings }) => findings)).toEqual([])
      expect(chains.find(({ dispensaryId }) => dispensaryId === store.id)?.checkpoints.key).not.toBe(store.noted.key)
    }))

  test('what nothing has signed yet can be written anew by whoever writes the file, until the hour is over', () =>
    undone(async (tx) => {
      const [store] = opened.stores as [Store]
      const behind = store.rows.slice(store.noted.to + 1)
      expect(behind.map(({ type }) => type)).toEqual(['order.received', 'milestone.reached'])
      await rewrite(
        tx,
        store,
        store.noted.to + 2,
        behind.map((row) => ({ ...row, time: row.time - 1 })),
      )
      expect(await findingsIn(tx, { noted: [store.noted], key: store.noted.key })).toEqual([])
    }))

  test('a store that is gone with all its rows', () =>
    undone(async (tx) => {
      const [store] = opened.stores as [Store]
      for (const table of ['trail', 'tracks'])
        await tx.run(sql`DELETE FROM ${sql.raw(table)} WHERE dispensary_id = ${store.id}`)
      await tx.run(sql`DELETE FROM dispensaries WHERE id = ${store.id}`)
      expect(await findingsIn(tx)).toEqual([])
      const findings = await findingsIn(tx, { noted: [store.noted], key: store.noted.key })
      expect(findings).toMatchObject([{ dispensaryId: store.id, link: 1, upTo: store.noted.to }])
    }))
})

test('a text whose bytes are no UTF-8, though each of them is the number of the right letter, is not taken for it', () =>
  undone(async (tx) => {
    const latin1 = sql`CAST(unhex(replace(hex(data), 'C3A9', 'E9')) AS TEXT)`
    await tx.run(sql`UPDATE trail SET data = ${latin1} WHERE dispensary_id = 'store-b' AND type = 'order.cancelled'`)
    const cancelled = opened.stores[1]!.rows.find(({ type }) => type === 'order.cancelled')
    expect((await findingsIn(tx)).map(({ link }) => link)).toEqual([cancelled?.link])
  }))

test('half a character cannot be hashed: it would be stored as another', () => {
  const [row] = opened.stores[0]!.rows
  for (const name of ['source', 'eventId', 'subject', 'data'] as const)
    expect(() => hashOf({ ...row!, [name]: '\ud800' }, '')).toThrow(new TypeError('Not a text'))
})

test('the text of a row that is hashed is its canonical one', () => {
  const text = fc.string({ unit: 'binary' }).filter((one) => one.isWellFormed())
  const texts = { dispensaryId: text, source: text, eventId: text, type: text, subject: text, data: text }
  const number = fc.maxSafeInteger()
  const row = fc.record({ ...texts, seq: number, link: number, time: number, recordedAt: number })
  fc.assert(
    fc.property(row, (one) => {
      expect(textOf(one)).toBe(canonical(one))
    }),
    { seed: SEED },
  )
})

test('a track of a store that is not there is found as well', () =>
  undone(async (tx) => {
    const [track] = opened.stores[0]!.tracks
    await tx.insert(tracks).values({ ...track!, seq: 1e9, dispensaryId: 'nobody' })
    expect(await findingsIn(tx)).toContainEqual({
      dispensaryId: 'nobody',
      link: 0,
      what: expect.stringContaining('never sealed a track that is there'),
    })
  }))

test('no row is passed over where one page of rows ends and the next begins, whatever its place was made to be', () =>
  undone(async (tx) => {
    const places = ['-5', '-1e300', '3.5', "'last'", "x'0102'", '9007199254740993', '1e300', '-4611686018427387904']
    for (const [i, place] of places.entries()) {
      await tx.run(
        sql`UPDATE trail SET link = ${sql.raw(place)} WHERE dispensary_id = 'store-b' AND link = ${2 * i + 1}`,
      )
    }
    await tx.run(sql`UPDATE trail SET seq = 9223372036854775000 WHERE dispensary_id = 'store-b' AND link = 8`)
    await tx.run(sql`UPDATE trail SET data = CAST(x'ff' AS TEXT) WHERE dispensary_id = 'store-b' AND link = 10`)
    const whole = await Array.fromAsync(rowsOfChain(tx, 'store-b', {}, 1_000))
    expect(whole).toHaveLength(opened.stores[1]!.rows.length)
    for (const page of [1, 2, 3, 5]) expect(await Array.fromAsync(rowsOfChain(tx, 'store-b', {}, page))).toEqual(whole)
  }))

describe('what is told of a finding', () => {
  test('many rows taken out at once are told in one line', () =>
    undone(async (tx) => {
      await tx.run(sql`DELETE FROM trail WHERE dispensary_id = 'store-b' AND link BETWEEN 13 AND 15`)
      expect(await findingsIn(tx)).toMatchObject([
        { dispensaryId: 'store-b', link: 13, upTo: 15, what: 'is missing, and so are all up to 15' },
        { dispensaryId: 'store-b', link: 12, upTo: 19 },
      ])
    }))

  test('two things at once are two findings', () =>
    undone(async (tx) => {
      for (const link of [4, 15])
        await tx.run(sql`UPDATE trail SET data = '{}' WHERE dispensary_id = 'store-b' AND link = ${link}`)
      expect((await findingsIn(tx)).map(({ link }) => link)).toEqual([4, 15])
    }))

  test.each<[string, unknown]>([
    ['before every number that there is', -1e300],
    ['behind every number that there is', 1e300],
    ['between two rows', 3.5],
    ['at a place in words', 'last'],
    ['at a place in bytes', new Uint8Array([1, 2])],
    ['at a number that JavaScript cannot count', -(2n ** 62n)],
  ])('a row put in %s is named by its number', (_, link) =>
    undone(async (tx) => {
      await tx.run(sql`INSERT INTO trail (seq, dispensary_id, link, source, event_id, type, subject, time, recorded_at, data, hash)
        VALUES (100000, 'store-b', ${link}, 'x', 'forged', 'order.received', 'order/1', 1, 1, '{}', 'x')`)
      const findings = await findingsIn(tx)
      expect(findings.map(({ what }) => what).join()).toContain('seq 100000')
      expect(findings.map(({ dispensaryId }) => dispensaryId)).toEqual(findings.map(() => 'store-b'))
    }),
  )
})

test('verifying while the store goes on writing, and signing, finds nothing', async () => {
  await using busy = await openDoorstep()
  let [done, told] = [false, 0]
  const writing = (async () => {
    while (!done) {
      await busy.tell({ type: 'order.received', data: { orderId: `${(told += 1)}`, number: '1' } })
      if (told % 3 === 0) await busy.stages.checkpoints.sign(busy.store.id)
    }
  })()
  const findings: Finding[] = []
  for (let look = 0; look < 30; look += 1) findings.push(...(await findingsIn(busy.db)))
  done = true
  await writing
  expect([findings, told > 2]).toEqual([[], true])
})

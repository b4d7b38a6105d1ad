import { eq, sql, type SQL } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../api/audit/finding.ts'
import { verifyChains, type Verified } from '../../api/audit/verify.ts'
import type { Database, Reader, Tx } from '../../db/open.ts'
import { dispensaries, trail } from '../../db/schema.ts'
import type { TrailRow } from '../../db/trail.ts'
import { openDoorstep } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { SEED } from '../laws/seed.ts'

const COLUMNS = [
  'seq',
  'dispensary_id',
  'link',
  'source',
  'event_id',
  'type',
  'subject',
  'time',
  'recorded_at',
  'data',
  'hash',
] as const

async function findingsOf(reader: Reader): Promise<Finding[]> {
  const findings: Finding[] = []
  for await (const chain of verifyChains(reader)) findings.push(...chain.findings)
  return findings
}

class Undo extends Error {}

/** What verification finds after a change of the tables, which is then undone; nothing if the tables refuse the change. */
async function after(db: Database, change: (tx: Tx) => Promise<unknown>): Promise<Finding[] | undefined> {
  let findings: Finding[] | undefined
  try {
    await db.transaction(async (tx) => {
      await change(tx)
      findings = await findingsOf(tx)
      throw new Undo()
    })
  } catch (error) {
    const refused =
      error instanceof Error &&
      /SQLITE_(CONSTRAINT|MISMATCH)|datatype mismatch|constraint failed/.test(`${error.message} ${String(error.cause)}`)
    if (!(error instanceof Undo) && !refused) throw error
  }
  return findings
}

const column = (name: string): SQL => sql.raw(name)
const placesOf = (findings: Finding[], dispensaryId: string): number[] =>
  findings.filter((finding) => finding.dispensaryId === dispensaryId).map(({ link }) => link)

let doorstep: Awaited<ReturnType<typeof openDoorstep>>
let rows: TrailRow[]

/** Two stores that tell of their evenings in turn, so that neither chain's rows are numbered without gaps. */
beforeAll(async () => {
  doorstep = await openDoorstep()
  await doorstep.enroll.dispensary({ ...doorstep.store, id: 'bay-two' })
  const { secret } = await doorstep.enroll.api('bay-two')
  const other = { authorization: `Bearer ${secret}`, 'content-type': 'application/cloudevents+json' }
  for (let n = 1; n <= 8; n += 1) {
    const received = { type: 'order.received', data: { orderId: `${n}`, number: `${n}` } }
    await doorstep.tell(received)
    await doorstep.post(
      '/v1/events',
      JSON.stringify({ specversion: '1.0', id: `o${n}`, source: '/t', ...received }),
      other,
    )
    await doorstep.tell({ type: 'order.preparing', data: { orderId: `${n}` } })
  }
  rows = await trailRows(doorstep)
})
afterAll(() => doorstep[Symbol.asyncDispose]())

const anyRow = fc.nat(1_000_000).map((n) => rows[n % rows.length]!)
const anyValue = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => text.isWellFormed()),
  fc.maxSafeInteger(),
  fc.integer({ min: -5, max: 60 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.uint8Array({ maxLength: 6 }),
  fc.constantFrom('', '\0', 'alder-bay', 'bay-two', 'order/1'),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
)

test('an untouched trail is unbroken', async () => {
  const chains: Verified[] = []
  for await (const chain of verifyChains(doorstep.db)) chains.push(chain)
  expect(chains.map(({ dispensaryId, rows: count, findings }) => [dispensaryId, count, findings])).toEqual([
    ['alder-bay', 32, []],
    ['bay-two', 16, []],
  ])
  expect(chains[0]?.hash).toBe(rows.findLast((row) => row.dispensaryId === 'alder-bay')?.hash)
})

describe('whatever is done to a row is found, and where', () => {
  test('any column of any row, given any other value', async () => {
    let tried = 0
    await fc.assert(
      fc.asyncProperty(anyRow, fc.constantFrom(...COLUMNS), anyValue, async (row, name, value) => {
        const stored = (tx: Tx): Promise<unknown[]> =>
          tx.all(sql`SELECT quote(${column(name)}) AS v FROM trail WHERE hash = ${row.hash} OR rowid = ${row.seq}`)
        let same = false
        const findings = await after(doorstep.db, async (tx) => {
          const before = await stored(tx)
          await tx.run(sql`UPDATE trail SET ${column(name)} = ${value} WHERE seq = ${row.seq}`)
          same = JSON.stringify(before) === JSON.stringify(await stored(tx))
        })
        if (!findings || same) return
        tried += 1
        const places = placesOf(findings, row.dispensaryId)
        expect(places.some((link) => link === row.link || link === row.link + 1)).toBe(true)
      }),
      { seed: SEED, numRuns: 400 },
    )
    expect(tried).toBeGreaterThan(250)
  })

  test('text put behind a NUL, where no reader sees it', async () => {
    for (const name of ['source', 'event_id', 'type', 'subject', 'data', 'hash']) {
      const findings = await after(doorstep.db, (tx) =>
        tx.run(sql`UPDATE trail SET ${column(name)} = ${column(name)} || char(0) || 'x' WHERE seq = 3`),
      )
      expect(placesOf(findings ?? [], rows[2]!.dispensaryId)).toContain(rows[2]!.link)
    }
  })

  test.each(COLUMNS.filter((name) => !['seq', 'link', 'time', 'recorded_at'].includes(name)))(
    'bytes that are no text at all, in %s',
    async (name) => {
      const findings = await after(doorstep.db, (tx) =>
        tx.run(sql`UPDATE trail SET ${column(name)} = CAST(x'ff00' AS TEXT) WHERE seq = 3`),
      )
      expect(placesOf(findings ?? [], rows[2]!.dispensaryId)).toContain(rows[2]!.link)
    },
  )

  test('a row altered, with its own hash reckoned anew: the next one tells', async () => {
    const row = rows[9]!
    const findings = await after(doorstep.db, async (tx) => {
      await tx
        .update(trail)
        .set({ data: '{}', hash: 'f'.repeat(64) })
        .where(eq(trail.seq, row.seq))
    })
    expect(placesOf(findings ?? [], row.dispensaryId)).toEqual([row.link, row.link + 1])
  })

  test('any row taken out', async () => {
    for (const row of rows) {
      const findings = await after(doorstep.db, (tx) => tx.delete(trail).where(eq(trail.seq, row.seq)))
      expect(findings).toEqual([{ dispensaryId: row.dispensaryId, link: row.link, what: 'is missing' }])
    }
  })

  test('many rows taken out at once, told in one line', async () => {
    const findings = await after(doorstep.db, (tx) =>
      tx.run(sql`DELETE FROM trail WHERE dispensary_id = 'alder-bay' AND link BETWEEN 5 AND 9`),
    )
    expect(findings).toEqual([{ dispensaryId: 'alder-bay', link: 5, what: 'is missing, and so are all up to 9' }])
  })

  test('the end cut off', async () => {
    for (let from = 1; from <= 32; from += 1) {
      const findings = await after(doorstep.db, (tx) =>
        tx.run(sql`DELETE FROM trail WHERE dispensary_id = 'alder-bay' AND link >= ${from}`),
      )
      expect(placesOf(findings ?? [], 'alder-bay')).toEqual([from])
    }
  })

  test('any two rows in each other’s place', async () => {
    await fc.assert(
      fc.asyncProperty(anyRow, anyRow, fc.constantFrom('seq', 'link', 'data', 'hash', 'time'), async (a, b, name) => {
        fc.pre(a.seq !== b.seq && a.dispensaryId === b.dispensaryId && a[name as 'data'] !== b[name as 'data'])
        const value = {
          seq: [a.seq, b.seq],
          link: [a.link, b.link],
          data: [a.data, b.data],
          hash: [a.hash, b.hash],
          time: [a.time, b.time],
        }[name]!
        const findings = await after(doorstep.db, async (tx) => {
          await tx.run(sql`UPDATE trail SET ${column(name)} = -777 WHERE seq = ${a.seq}`)
          const where = name === 'seq' ? -777 : a.seq
          await tx.run(sql`UPDATE trail SET ${column(name)} = ${value[0]} WHERE seq = ${b.seq}`)
          await tx.run(sql`UPDATE trail SET ${column(name)} = ${value[1]} WHERE seq = ${where}`)
        })
        expect(placesOf(findings ?? [], a.dispensaryId)).toEqual(expect.arrayContaining([Math.min(a.link, b.link)]))
      }),
      { seed: SEED, numRuns: 60 },
    )
  })

  test.each<[string, unknown]>([
    ['behind the end', 33],
    ['far behind the end, so that nobody should want to count', 9_007_199_254_740_991],
    ['before the beginning', 0],
    ['long before the beginning', -9_007_199_254_740_991],
    ['before every number that there is', -1e300],
    ['behind every number that there is', 1e300],
    ['between two rows', 3.5],
    ['at a place in words', 'last'],
    ['at a place in bytes', new Uint8Array([1, 2])],
    ['at a number that JavaScript cannot count', -(2n ** 62n)],
  ])('a row put in %s', async (_, link) => {
    const forged = { ...rows[0]!, seq: 1_000, eventId: 'forged', link }
    const findings = await after(doorstep.db, (tx) =>
      tx.run(sql`INSERT INTO trail (seq, dispensary_id, link, source, event_id, type, subject, time, recorded_at, data, hash)
        VALUES (${forged.seq}, 'alder-bay', ${link}, 'x', ${forged.eventId}, ${forged.type}, ${forged.subject}, 1, 1, '{}', ${forged.hash})`),
    )
    expect(findings?.map(({ what }) => what).join()).toContain('seq 1000')
  })

  test('all rows renumbered', async () => {
    const findings = await after(doorstep.db, (tx) =>
      tx.run(sql`UPDATE trail SET link = link + 100 WHERE dispensary_id = 'bay-two'`),
    )
    expect(placesOf(findings ?? [], 'bay-two')).toContain(1)
  })

  test.each<[string, SQL]>([
    ['longer', sql`chain_length = 99`],
    ['shorter', sql`chain_length = 5`],
    ['a word long', sql`chain_length = 'x'`],
    ['half a row longer', sql`chain_length = 32.5`],
    ['another hash', sql`chain_hash = 'x'`],
    ['nobody', sql`id = 'nobody'`],
  ])('the head of a chain made %s', async (_, change) => {
    const findings = await after(doorstep.db, (tx) =>
      tx.run(sql`UPDATE dispensaries SET ${change} WHERE id = 'alder-bay'`),
    )
    expect(findings?.map(({ dispensaryId }) => dispensaryId)).toContain('alder-bay')
  })

  test('a whole dispensary taken away, its rows left', async () => {
    const findings = await after(doorstep.db, (tx) => tx.delete(dispensaries).where(eq(dispensaries.id, 'bay-two')))
    expect(findings).toEqual([
      { dispensaryId: 'bay-two', link: 16, what: 'and all before it are rows of a dispensary that is not there' },
    ])
  })

  test('two things at once are two findings', async () => {
    const findings = await after(doorstep.db, async (tx) => {
      await tx.run(sql`UPDATE trail SET data = '{}' WHERE dispensary_id = 'alder-bay' AND link = 4`)
      await tx.run(sql`DELETE FROM trail WHERE dispensary_id = 'alder-bay' AND link = 20`)
    })
    expect(placesOf(findings ?? [], 'alder-bay')).toEqual([4, 20])
  })
})

test('verifying while the store goes on writing finds nothing', async () => {
  await using busy = await openDoorstep()
  let [done, told] = [false, 0]
  const writing = (async () => {
    while (!done) await busy.tell({ type: 'order.received', data: { orderId: `${(told += 1)}`, number: '1' } })
  })()
  const findings: Finding[] = []
  for (let round = 0; round < 30; round += 1) findings.push(...(await findingsOf(busy.db)))
  done = true
  await writing
  expect([findings, told > 0]).toEqual([[], true])
})

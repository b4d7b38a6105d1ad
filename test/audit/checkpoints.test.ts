import { eq, sql } from 'drizzle-orm'
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checkpointOf, digestOfCheckpoint, isGenuine, type Checkpoint } from '../../api/audit/checkpoint.ts'
import { createCheckpoints } from '../../api/audit/sign-checkpoints.ts'
import { verifyChains } from '../../api/audit/verify.ts'
import { hours, minutes } from '../../api/domain/time.ts'
import { fingerprint, isSignedBy, saltsOf, signerOf } from '../../api/signing.ts'
import { hashOf } from '../../db/chain.ts'
import { dispensaries, trail } from '../../db/schema.ts'
import { openDoorstep } from '../doorstep.ts'
import type { Doorstep } from '../flow/dispatch.ts'
import { trailRows } from '../ingest/rows.ts'
import { insertRows } from './insert-rows.ts'

let number = 0
const order = (doorstep: Doorstep): Promise<Response> =>
  doorstep.tell({ type: 'order.received', data: { orderId: `${(number += 1)}`, number: '1' } })

const checkpointsOf = async (doorstep: Doorstep): Promise<Checkpoint[]> =>
  (await trailRows(doorstep)).flatMap((row) => checkpointOf(row) ?? [])

async function looksAfter(doorstep: Doorstep): Promise<void> {
  for (let second = 0; second < 60; second += 1) doorstep.stages.tick()
  await doorstep.stages.idle()
}

async function unbroken({ db }: Doorstep): Promise<void> {
  for await (const { findings } of verifyChains(db)) expect(findings).toEqual([])
}

const refusals = ({ lines }: Doorstep): unknown[] =>
  lines.flatMap((line) => ('event' in line && line.event === 'checkpoint.refused' ? [line] : []))

describe('the trail is signed', () => {
  test('an hour after something happened, and not again until something else does', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep)
    doorstep.advance(minutes(59))
    await looksAfter(doorstep)
    expect(await checkpointsOf(doorstep)).toEqual([])
    doorstep.advance(minutes(1))
    await looksAfter(doorstep)
    expect(await checkpointsOf(doorstep)).toMatchObject([{ from: 1, to: 2, previous: '' }])
    doorstep.advance(hours(24))
    await looksAfter(doorstep)
    await doorstep.stages.checkpoints.sign(doorstep.store.id)
    expect(await checkpointsOf(doorstep)).toHaveLength(1)
    await order(doorstep)
    doorstep.advance(hours(1))
    await looksAfter(doorstep)
    const [first, second] = await checkpointsOf(doorstep)
    expect(second).toMatchObject({ from: 3, to: 5, previous: digestOfCheckpoint(first!) })
    await unbroken(doorstep)
  })

  test('also where the process has only just started', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep)
    doorstep.advance(hours(5))
    await doorstep.stages.checkpoints.signDue()
    expect(await checkpointsOf(doorstep)).toHaveLength(1)
  })

  test('by each store for itself, and with one key', async () => {
    await using doorstep = await openDoorstep()
    await doorstep.enroll.dispensary({ ...doorstep.store, id: 'bay-two' })
    await order(doorstep)
    const event = { type: 'order.received', time: doorstep.now(), data: { orderId: '1', number: '1' } } as const
    await doorstep.stages.record({ dispensaryId: 'bay-two', source: 'till', eventId: '1', event })
    doorstep.advance(hours(1))
    await looksAfter(doorstep)
    const checkpoints = await checkpointsOf(doorstep)
    expect(checkpoints.map(({ dispensaryId, to }) => [dispensaryId, to])).toEqual([
      ['alder-bay', 2],
      ['bay-two', 2],
    ])
    expect(new Set(checkpoints.map(({ key }) => key)).size).toBe(1)
    expect(checkpoints.map(isGenuine)).toEqual([true, true])
  })

  test('whole, whatever is written while it is being signed, and by however many at once', async () => {
    await using doorstep = await openDoorstep()
    const { db, stages, secretKey, now } = doorstep
    const signer = signerOf(secretKey)
    const other = createCheckpoints({ db, record: stages.record, signer, clock: now, log: () => {} })
    for (let turn = 0; turn < 12; turn += 1) {
      await order(doorstep)
      const signing = [stages.checkpoints, other, stages.checkpoints].map((one) => one.sign('alder-bay'))
      await Promise.all([...signing, order(doorstep), order(doorstep)])
    }
    const checkpoints = await checkpointsOf(doorstep)
    expect(checkpoints.length).toBeGreaterThanOrEqual(12)
    expect(checkpoints.map(({ from }) => from)).toEqual([1, ...checkpoints.slice(0, -1).map(({ to }) => to + 1)])
    expect(refusals(doorstep)).toEqual([])
    await unbroken(doorstep)
  })

  test('in stretches of ten thousand rows where there is much to catch up with', { timeout: 60_000 }, async () => {
    await using doorstep = await openDoorstep()
    let hash = ''
    const rows = Array.from({ length: 20_500 }, (_, i) => {
      const at = { seq: i + 1, dispensaryId: 'alder-bay', link: i + 1, time: 0, recordedAt: 0 }
      const row = { ...at, source: 'till', eventId: `${i}`, type: 'order.verified', subject: 'order/1', data: '{}' }
      hash = hashOf(row, hash)
      return { ...row, hash }
    })
    await insertRows(doorstep.db, rows)
    await doorstep.db.update(dispensaries).set({ chainLength: rows.length, chainHash: hash })
    await doorstep.stages.checkpoints.signDue()
    expect((await checkpointsOf(doorstep)).map(({ from, to }) => [from, to])).toEqual([
      [1, 10_000],
      [10_001, 20_000],
      [20_001, 20_500],
    ])
    await unbroken(doorstep)
  })
})

describe('nothing is signed that does not fit', () => {
  test.each([
    ['a row was altered', sql`UPDATE trail SET data = '{}' WHERE link = 4`, 'row 4 does not fit'],
    ['a row is gone', sql`DELETE FROM trail WHERE link = 4`, 'row 4 does not fit'],
    ['the last rows are gone', sql`DELETE FROM trail WHERE link >= 5`, 'row 5 is missing'],
  ])('%s', async (_, tampering, reason) => {
    await using doorstep = await openDoorstep()
    for (let i = 0; i < 3; i += 1) await order(doorstep)
    await doorstep.db.run(tampering)
    doorstep.advance(hours(1))
    await looksAfter(doorstep)
    expect(await checkpointsOf(doorstep)).toEqual([])
    expect(refusals(doorstep)).toEqual([{ event: 'checkpoint.refused', dispensaryId: 'alder-bay', reason }])
  })

  test('the checkpoint before is not by this key', async () => {
    await using doorstep = await openDoorstep()
    const { db, stages, now, lines } = doorstep
    await order(doorstep)
    const signer = signerOf(randomBytes(32))
    const log = (line: object): number => lines.push(line)
    await createCheckpoints({ db, record: stages.record, signer, clock: now, log }).sign('alder-bay')
    await order(doorstep)
    await stages.checkpoints.sign('alder-bay')
    expect(await checkpointsOf(doorstep)).toHaveLength(1)
    expect(refusals(doorstep)).toMatchObject([{ reason: 'checkpoint 3 is not by this key' }])
  })

  test('a checkpoint was hidden, and the chain hashed anew: it would be signed twice', async () => {
    await using doorstep = await openDoorstep()
    await order(doorstep)
    await doorstep.stages.checkpoints.sign('alder-bay')
    const [, second, third] = await trailRows(doorstep)
    const moved = { ...third!, subject: 'order/1' }
    const hash = hashOf(moved, second!.hash)
    await doorstep.db.update(trail).set({ subject: moved.subject, hash }).where(eq(trail.seq, moved.seq))
    await doorstep.db.update(dispensaries).set({ chainHash: hash })
    await doorstep.stages.checkpoints.sign('alder-bay')
    expect(await checkpointsOf(doorstep)).toHaveLength(1)
    expect(refusals(doorstep)).toMatchObject([{ reason: 'a checkpoint from 1 on is hidden' }])
  })
})

describe('the key', () => {
  const secret = new Uint8Array(32).fill(7)

  test('follows from the one secret, and is the same tomorrow', () => {
    const { publicKey } = signerOf(secret)
    expect(publicKey).toBe(signerOf(new Uint8Array(secret)).publicKey)
    expect(publicKey).not.toBe(signerOf(new Uint8Array(32).fill(8)).publicKey)
    expect([publicKey, fingerprint(publicKey)]).toEqual([
      'Q9o27kKyL5G18oxLHl1BsJvbDv6aiIjbhhpJhPrpkQ0=',
      '665b f667 03cb 052f 35b1',
    ])
  })

  test('signs one text, for one key', () => {
    const { publicKey, sign } = signerOf(secret)
    const signature = sign('a text')
    expect(isSignedBy(publicKey, 'a text', signature)).toBe(true)
    expect(isSignedBy(publicKey, 'a text.', signature)).toBe(false)
    expect(isSignedBy(signerOf(randomBytes(32)).publicKey, 'a text', signature)).toBe(false)
    expect(isSignedBy('', 'a text', signature)).toBe(false)
    expect(isSignedBy(publicKey, 'a text', '')).toBe(false)
  })

  test('salts each fix of each chunk in a way of its own', () => {
    const salts = [saltsOf(secret, 'a'), saltsOf(secret, 'b'), saltsOf(new Uint8Array(32), 'a')]
    const all = salts.flatMap((saltOf) => [saltOf(0), saltOf(1), saltOf(10)])
    expect(new Set(all).size).toBe(9)
    expect(all.filter((salt) => /^[0-9a-f]{32}$/.test(salt))).toHaveLength(9)
  })
})

test('a signature over a checkpoint of one store is none over the same of another', async () => {
  await using doorstep = await openDoorstep()
  await order(doorstep)
  await doorstep.stages.checkpoints.sign('alder-bay')
  const [one] = await checkpointsOf(doorstep)
  expect(isGenuine(one!)).toBe(true)
  expect(isGenuine({ ...one!, dispensaryId: 'bay-two' })).toBe(false)
  expect(isGenuine({ ...one!, time: one!.time + 1 })).toBe(false)
})

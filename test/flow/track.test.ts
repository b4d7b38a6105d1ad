import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { stat } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { verifyChains } from '../../api/audit/verify.ts'
import type { Position } from '../../api/domain/position.ts'
import { hours, minutes, seconds } from '../../api/domain/time.ts'
import { tracks } from '../../db/schema.ts'
import { decodeTrack, encodeTrack } from '../../db/track-codec.ts'
import { trackBetween } from '../../db/tracks.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { positionRows, trailRows } from '../ingest/rows.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
const SAM = { dispensaryId: STORE.id, driverId: 'sam' }
const AT = Date.parse('2026-04-24T18:00:00-07:00')

const whole = (min: number, max: number) => fc.integer({ min, max })
const fix: fc.Arbitrary<Position> = fc
  .record(
    {
      at: whole(0, 4e12),
      lat: whole(-90e6, 90e6).map((n) => n / 1e6),
      lng: whole(-180e6, 180e6).map((n) => n / 1e6),
      speedMetersPerSecond: whole(0, 1_500).map((n) => n / 10),
      headingDegrees: whole(0, 360),
      accuracyMeters: whole(0, 100_000),
    },
    { requiredKeys: ['at', 'lat', 'lng'] },
  )
  .map((one) => ({ ...one }))

test('whatever a phone told comes out of a chunk as it went in', () => {
  fc.assert(
    fc.property(fc.array(fix, { maxLength: 60 }), (fixes) => {
      const back = decodeTrack(encodeTrack(fixes))
      expect(back.length).toBe(fixes.length)
      for (const [i, one] of fixes.entries()) {
        const { lat = Number.NaN, lng = Number.NaN, ...rest } = back[i] ?? {}
        const { lat: trueLat, lng: trueLng, ...told } = one
        expect(Math.max(Math.abs(lat - trueLat), Math.abs(lng - trueLng))).toBeLessThan(1e-6)
        expect(rest).toEqual(told)
      }
    }),
    { seed: 20260424 },
  )
})

/** A shift of a wandering driver, a fix every five seconds: time, place, speed, heading and accuracy. */
function shift(count: number): Position[] {
  let [lat, lng, heading, speed, accuracy] = [38.3, -123.05, 90, 6, 8]
  return Array.from({ length: count }, (_, i) => {
    const chance = Math.sin(i * 12.9898) * 43_758.5453
    const dice = chance - Math.floor(chance)
    if (i % 60 === 0) speed = speed === 0 ? 8 : dice < 0.4 ? 0 : 6
    heading = (heading + (dice - 0.5) * 24 + 360) % 360
    accuracy = Math.max(3, Math.min(40, accuracy + (dice - 0.5) * 2))
    lat += (Math.cos((heading * Math.PI) / 180) * speed * 5) / 111_195
    lng += (Math.sin((heading * Math.PI) / 180) * speed * 5) / 88_000
    return {
      at: AT + i * seconds(5) + Math.floor(dice * 40),
      lat: Math.round(lat * 1e6) / 1e6,
      lng: Math.round(lng * 1e6) / 1e6,
      speedMetersPerSecond: Math.round(speed * 10 + dice * 5) / 10,
      headingDegrees: Math.round(heading) % 360,
      accuracyMeters: Math.round(accuracy),
    }
  })
}

async function drive(doorstep: Doorstep, fixes: Position[]): Promise<void> {
  for (let i = 0; i < fixes.length; i += 60) {
    const some = fixes.slice(i, i + 60)
    doorstep.advance(Math.max(0, (some.at(-1)?.at ?? 0) - doorstep.now()))
    await doorstep.stages.positions.record([{ driver: SAM, fixes: some }])
  }
}

async function bytesOf({ db, file }: Doorstep): Promise<number> {
  await db.run(sql`PRAGMA wal_checkpoint(TRUNCATE)`)
  return (await stat(file)).size
}

async function findingsOf({ db }: Doorstep): Promise<string[]> {
  const findings: string[] = []
  for await (const chain of verifyChains(db)) findings.push(...chain.findings.map(({ what }) => what))
  return findings
}

test('a shift of eight hours is put away at eight bytes a fix or less, with all that the file needs, and comes back exact', async () => {
  await using doorstep = await openDoorstep()
  const before = await bytesOf(doorstep)
  const fixes = shift(5_760)
  await drive(doorstep, fixes)
  doorstep.advance(hours(1))
  await doorstep.stages.seal()
  expect(await positionRows(doorstep)).toEqual([])
  expect(((await bytesOf(doorstep)) - before) / fixes.length).toBeLessThanOrEqual(8)
  expect(await trackBetween(doorstep.db, SAM, AT, AT + hours(12))).toEqual(fixes)
  expect(await findingsOf(doorstep)).toEqual([])
})

test('fixes of the last minutes stay where a starting process finds them', async () => {
  await using doorstep = await openDoorstep()
  const fixes = shift(1_200)
  await drive(doorstep, fixes)
  await doorstep.stages.seal()
  const loose = await positionRows(doorstep)
  expect(loose.length).toBeGreaterThanOrEqual(minutes(20) / seconds(5))
  expect(loose.length).toBeLessThan(fixes.length)
  expect(await trackBetween(doorstep.db, SAM, AT, AT + hours(12))).toEqual(fixes)
  expect((await trailRows(doorstep)).filter(({ type }) => type === 'track.sealed').length).toBeGreaterThan(0)
})

test.each([
  ['loses a track', (d: Doorstep) => d.db.delete(tracks).where(eq(tracks.seq, 1)), 'missing, or was altered'],
  [
    'has another chunk',
    (d: Doorstep) =>
      d.db
        .update(tracks)
        .set({ chunk: encodeTrack(shift(3)) })
        .where(eq(tracks.seq, 1)),
    'missing, or was altered',
  ],
  [
    'has it of another driver',
    (d: Doorstep) => d.db.update(tracks).set({ driverId: 'rosa' }).where(eq(tracks.seq, 1)),
    'missing, or was altered',
  ],
  [
    'has it of another time',
    (d: Doorstep) =>
      d.db
        .update(tracks)
        .set({ fromAt: AT - 1 })
        .where(eq(tracks.seq, 1)),
    'missing, or was altered',
  ],
  [
    'has one more',
    (d: Doorstep) =>
      d.db.run(
        sql`INSERT INTO tracks SELECT 99, dispensary_id, driver_id, from_at - 1, to_at, fixes, digest, chunk FROM tracks LIMIT 1`,
      ),
    'never sealed',
  ],
  [
    'has one twice',
    (d: Doorstep) =>
      d.db.run(
        sql`INSERT INTO tracks SELECT 99, dispensary_id, driver_id, from_at, to_at, fixes, digest, chunk FROM tracks LIMIT 1`,
      ),
    'twice',
  ],
])('a driver whose history %s is found and named', async (_, tamper, words) => {
  await using doorstep = await openDoorstep()
  await drive(doorstep, shift(900))
  doorstep.advance(hours(1))
  await doorstep.stages.seal()
  expect(await findingsOf(doorstep)).toEqual([])
  await tamper(doorstep)
  expect((await findingsOf(doorstep)).join()).toContain(words)
})

test('the shift of another day is put away too, though the lane was empty in between', async () => {
  await using doorstep = await openDoorstep()
  const first = shift(900)
  const second = first.map((fix) => ({ ...fix, at: fix.at + hours(24) }))
  for (const day of [first, second]) {
    await drive(doorstep, day)
    doorstep.advance(hours(1))
    await doorstep.stages.seal()
    expect(await positionRows(doorstep)).toEqual([])
  }
  expect(await trackBetween(doorstep.db, SAM, AT, AT + hours(48))).toEqual([...first, ...second])
  expect(await findingsOf(doorstep)).toEqual([])
})

test('a sender that replays a whole day changes nothing of the track', async () => {
  await using doorstep = await openDoorstep()
  const fixes = shift(1_200)
  await drive(doorstep, fixes)
  doorstep.advance(hours(1))
  await doorstep.stages.seal()
  const chunks = await doorstep.db.select().from(tracks)
  const late = { ...fixes[600]!, at: fixes[600]!.at + 1_000 }
  await drive(doorstep, [...fixes, late, late])
  doorstep.advance(hours(1))
  await doorstep.stages.seal()
  expect(await positionRows(doorstep)).toEqual([])
  expect((await doorstep.db.select().from(tracks)).length).toBe(chunks.length + 1)
  const whole = [...fixes.slice(0, 601), late, ...fixes.slice(601)]
  expect(await trackBetween(doorstep.db, SAM, AT, AT + hours(12))).toEqual(whole)
  await drive(doorstep, fixes)
  doorstep.advance(hours(1))
  await doorstep.stages.seal()
  expect(await positionRows(doorstep)).toEqual([])
  expect(await trackBetween(doorstep.db, SAM, AT, AT + hours(12))).toEqual(whole)
  expect(await findingsOf(doorstep)).toEqual([])
})

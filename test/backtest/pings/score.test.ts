import { describe, expect, test } from 'vitest'
import { moved, type LatLng } from '../../../api/domain/position.ts'
import { readChunks, scoreStays, staysByRadius, staysByTrack, type Chunk } from './dwell.ts'
import { hasData, readLegs, type Leg } from './legs.ts'
import { doorstepWatch, plainWatch, playLeg } from './play-leg.ts'
import { quantile } from './quantile.ts'
import { falseMoves, readResting } from './rest.ts'
import { tooFast } from './too-fast.ts'

const HOME: LatLng = { lat: 38.3, lng: -123.05 }
const START = Date.parse('2026-04-24T18:00:00-07:00')

/** A drive of two kilometres eastwards at ten metres a second to a door, with what the phone makes of some of its fixes. */
function drive(wrong: Record<number, number> = {}): Leg {
  const at = (second: number): number => START + 1_000 * second
  const fixes = Array.from({ length: 60 }, (_, n) => {
    const second = 5 * n
    return { ...moved(HOME, Math.min(2_000, 10 * second), wrong[second] ?? 0), at: at(second), accuracyMeters: 10 }
  })
  return {
    ...{ run: 'ours-1', phone: 'ours', sensing: 'best', mode: 'CAR', startedAt: START, endedAt: at(200) },
    route: [HOME, moved(HOME, 1_000, 0), moved(HOME, 2_000, 0)],
    sent: fixes.map((fix) => ({ fix, sentAt: fix.at })),
  }
}

describe('a score', () => {
  test('sees that a teleport is shown by whoever believes every fix', () => {
    const leg = drive({ 100: 900 })
    expect(tooFast(playLeg(leg, plainWatch())).straight).toBe(2)
    expect(tooFast(playLeg(leg, doorstepWatch()))).toEqual({ straight: 0, along: 0 })
  })

  test('sees what outruns the route though it is no longer than a straight line may be', () => {
    const leg = drive()
    const there = moved(HOME, 0, 100)
    const hairpin = { ...leg, route: [HOME, moved(HOME, 1_000, 0), moved(HOME, 1_000, 100), there] }
    const shown = [
      { ...HOME, at: START },
      { ...there, at: START + 5_000 },
    ]
    expect(tooFast({ leg: hairpin, shown, passed: 0, claimed: 0 })).toEqual({ straight: 0, along: 1 })
  })

  test('counts an arrival at its own door, and none at doors that are only passed', () => {
    const { came, passed, claimed } = playLeg(drive(), doorstepWatch())
    expect([passed, claimed]).toEqual([1, 0])
    expect(Math.abs((came?.at ?? 0) - START - 200_000)).toBeLessThanOrEqual(20_000)
    expect(playLeg(drive(), plainWatch()).claimed).toBe(1)
  })

  test('takes a stay for found once, where it overlaps by half', () => {
    const stay = (from: number, to: number) => ({ from: 1_000 * from, to: 1_000 * to, openFrom: false, openTo: false })
    const chunk: Chunk = { id: 0, fixes: [], stays: [stay(0, 100), stay(200, 300), stay(400, 410)] }
    const found = [stay(10, 95), stay(20, 110), stay(290, 400)]
    expect(scoreStays([chunk], () => found)).toEqual({ labelled: 2, found: 3, both: 1, begin: [10_000], end: [-5_000] })
  })
})

const phones = hasData('mobilitynet-phones')
const agents = hasData('amazon-goal')
const skipped = ' (skipped: no ../shared/data beside the project)'

describe('on real traces', () => {
  test.skipIf(!phones)(`no phone at rest is ever shown to move${phones ? '' : skipped}`, async () => {
    const resting = await readResting()
    expect(resting.filter((phone) => falseMoves(phone, doorstepWatch()).moves > 0)).toEqual([])
    expect(resting.filter((phone) => falseMoves(phone, plainWatch()).moves > 0).length).toBeGreaterThan(50)
  })

  test.skipIf(!phones)(
    `an arrival is noticed on every leg, and nothing outruns a car${phones ? '' : skipped}`,
    { timeout: 60_000 },
    async () => {
      const played = (await readLegs()).map((leg) => playLeg(leg, doorstepWatch()))
      const came = played.flatMap(({ leg, came: at }) => (at ? [{ run: leg.run, off: at.at - leg.endedAt }] : []))
      expect(new Set(came.map(({ run }) => run)).size).toBe(new Set(played.map(({ leg }) => leg.run)).size)
      expect(came.length / played.length).toBeGreaterThan(0.9)
      expect(
        Math.abs(
          quantile(
            came.map(({ off }) => off),
            0.5,
          ),
        ),
      ).toBeLessThanOrEqual(30_000)
      expect(played.map((one) => tooFast(one).straight).filter((count) => count > 0)).toEqual([])
    },
  )

  test.skipIf(!agents)(
    `stays at doors are told better than by a radius and a timer${agents ? '' : skipped}`,
    async () => {
      const chunks = await readChunks()
      const f1 = (find: Parameters<typeof scoreStays>[1]): number => {
        const { both, found, labelled } = scoreStays(chunks, find)
        return (2 * both) / (found + labelled)
      }
      expect(f1(staysByTrack)).toBeGreaterThan(f1(staysByRadius(30, 45)) + 0.05)
    },
  )
})

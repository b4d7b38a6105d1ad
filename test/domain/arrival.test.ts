import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrivalAt } from '../../api/domain/arrival.ts'
import { moved, type LatLng, type Position } from '../../api/domain/position.ts'
import { rememberedTrack } from '../../api/domain/remembered-track.ts'
import { seconds } from '../../api/domain/time.ts'
import { SEED } from '../laws/seed.ts'
import { at } from './given.ts'

const DOOR: LatLng = { lat: 38.3, lng: -123.05 }

/** Metres before the door (behind it when negative) by second, along one street; the phone tells in every fifth. */
type Course = [second: number, metersBefore: number][]

function placeOn(course: Course, second: number): number {
  const next = course.findIndex(([then]) => then > second)
  const [from, to] = [course[(next < 0 ? course.length : next) - 1], course[next]]
  if (!from || !to) return course.at(-1)?.[1] ?? 0
  return from[1] + ((to[1] - from[1]) * (second - from[0])) / (to[0] - from[0])
}
const fix = (second: number, metersBefore: number, aside = 0, accuracyMeters = 10): Position => ({
  ...moved(DOOR, -metersBefore, aside),
  at: at(0) + seconds(second),
  accuracyMeters,
})

type Asked = { aside?: number; silentFrom?: number; since?: number; accuracyMeters?: number }
/** The seconds at which the driver came, and at which that was known; undefined where they never came. */
function came(course: Course, asked: Asked = {}): { came: number; known: number } | undefined {
  const { aside = 0, silentFrom = Number.POSITIVE_INFINITY, since = 0, accuracyMeters = 10 } = asked
  const track = rememberedTrack()
  const end = course.at(-1)?.[0] ?? 0
  for (let second = 0; second <= end; second += 5) {
    if (second < silentFrom) track.add(fix(second, placeOn(course, second), aside, accuracyMeters))
    const arrived = arrivalAt(track.since(0), DOOR, at(0) + seconds(second), at(0) + seconds(since))
    if (arrived !== undefined) return { came: (arrived - at(0)) / 1_000, known: second }
  }
  return undefined
}

describe('a driver has come to the door', () => {
  test.each<[string, Course, Asked, [number, number], number]>([
    [
      'who stops before it',
      [
        [0, 1_000],
        [100, 0],
        [200, 0],
      ],
      {},
      [90, 110],
      140,
    ],
    [
      'who parks farther on and walks',
      [
        [0, 1_000],
        [95, 50],
        [110, -110],
        [160, -110],
        [260, 0],
      ],
      {},
      [105, 135],
      220,
    ],
    [
      'who stops across a wide street',
      [
        [0, 1_000],
        [100, 0],
        [200, 0],
      ],
      { aside: 45 },
      [90, 110],
      140,
    ],
    [
      'whose phone knows less well',
      [
        [0, 1_000],
        [100, 0],
        [220, 0],
      ],
      { accuracyMeters: 65 },
      [90, 130],
      175,
    ],
    [
      'whose phone falls silent when it rests',
      [
        [0, 600],
        [50, 80],
        [60, 30],
        [240, 30],
      ],
      { silentFrom: 65 },
      [58, 75],
      125,
    ],
    [
      'who has waited at a light first',
      [
        [0, 1_000],
        [80, 250],
        [140, 250],
        [165, 0],
        [260, 0],
      ],
      {},
      [155, 180],
      205,
    ],
  ])('%s', (_, course, asked, [from, to], knownBy) => {
    const arrived = came(course, asked)
    expect(arrived?.came).toBeGreaterThanOrEqual(from)
    expect(arrived?.came).toBeLessThanOrEqual(to)
    expect(arrived?.known).toBeLessThanOrEqual(knownBy)
  })

  test('not before this door was the next one, however long they have stood there', () => {
    const stands: Course = [
      [0, 30],
      [300, 30],
    ]
    expect(came(stands, { since: 120 })).toEqual({ came: 120, known: 150 })
  })
})

describe('a driver has not come', () => {
  test.each<[string, Course, Asked]>([
    [
      'who drives past',
      [
        [0, 1_000],
        [200, -1_000],
      ],
      {},
    ],
    [
      'who drives past slowly',
      [
        [0, 400],
        [200, -400],
      ],
      {},
    ],
    [
      'who waits at a light near the door and goes on',
      [
        [0, 1_000],
        [95, 50],
        [118, 50],
        [180, -600],
      ],
      {},
    ],
    [
      'who stands in a queue two streets away',
      [
        [0, 800],
        [60, 220],
        [400, 200],
        [420, 60],
        [450, -300],
      ],
      {},
    ],
    [
      'who stands on the next street',
      [
        [0, 1_000],
        [100, 0],
        [400, 0],
      ],
      { aside: 150 },
    ],
    [
      'whose phone falls silent in passing',
      [
        [0, 1_000],
        [70, 50],
        [200, -1_500],
      ],
      { silentFrom: 75 },
    ],
    [
      'whose phone fell silent before this door was next',
      [
        [0, 600],
        [50, 80],
        [60, 30],
        [400, 30],
      ],
      { silentFrom: 65, since: 90 },
    ],
    [
      'of whom nothing is known but the part of the town',
      [
        [0, 300],
        [100, 0],
        [400, 0],
      ],
      { accuracyMeters: 1_500, silentFrom: 105 },
    ],
    [
      'of whom nothing is known',
      [
        [0, 0],
        [100, 0],
      ],
      { silentFrom: 0 },
    ],
  ])('%s', (_, course, asked) => {
    expect(came(course, asked)).toBeUndefined()
  })
})

describe('whatever the drive', () => {
  const property = { seed: SEED, numRuns: 200 }
  const step = fc.record({
    seconds: fc.integer({ min: 1, max: 60 }),
    speed: fc.constantFrom(0, 0, 1, 5, 12, 20),
    turn: fc.double({ min: -1, max: 1, noNaN: true }),
    off: fc.double({ min: 0, max: 1, noNaN: true }),
    offTo: fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
    claimed: fc.integer({ min: 5, max: 60 }),
  })

  test('nobody has come who was never near, if phones err no more than they claim', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 3, maxLength: 80 }), (steps) => {
        const track = rememberedTrack()
        let [east, north, way, second] = [600, 0, 0, 0]
        for (const { seconds: after, speed, turn, off, offTo, claimed } of steps) {
          second += after
          way += turn
          const [toEast, toNorth] = [east + after * speed * Math.cos(way), north + after * speed * Math.sin(way)]
          // The street turns away from the door, and never comes nearer than three hundred metres.
          if (passesWithin(300, [east, north], [toEast, toNorth])) way += Math.PI
          else [east, north] = [toEast, toNorth]
          track.add(
            fix(second, -(east + off * claimed * Math.cos(offTo)), north + off * claimed * Math.sin(offTo), claimed),
          )
          for (const later of [0, 40, 90])
            expect(arrivalAt(track.since(0), DOOR, at(0) + seconds(second + later))).toBeUndefined()
        }
      }),
      property,
    )
  })

  test('whoever drives up and stays has come, and the time told is of the stay', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 25 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 5, max: 30 }),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 200, maxLength: 200 }),
        (speed, every, claimed, errors) => {
          const track = rememberedTrack()
          const stopsAt = Math.ceil(1_000 / speed)
          let told: number | undefined
          for (let second = 0; second <= stopsAt + 150 && told === undefined; second += every) {
            const error = (errors[second % errors.length] ?? 0) * 0.5 * claimed
            track.add(fix(second, Math.max(0, 1_000 - speed * second) + error, error, claimed))
            const arrived = arrivalAt(track.since(0), DOOR, at(0) + seconds(second))
            if (arrived !== undefined) told = (arrived - at(0)) / 1_000
          }
          expect(Math.abs((told ?? Number.NaN) - stopsAt)).toBeLessThanOrEqual(40)
        },
      ),
      property,
    )
  })
})

/** Whether the straight way between two places, metres east and north of the door, comes so near to it. */
function passesWithin(meters: number, [ax, ay]: [number, number], [bx, by]: [number, number]): boolean {
  const [dx, dy] = [bx - ax, by - ay]
  const share = dx === 0 && dy === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / (dx * dx + dy * dy)))
  return Math.hypot(ax + share * dx, ay + share * dy) < meters
}

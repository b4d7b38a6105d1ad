import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distanceMeters, moved, type LatLng, type Position } from '../../api/domain/position.ts'
import { rememberedTrack } from '../../api/domain/remembered-track.ts'
import { minutes, seconds } from '../../api/domain/time.ts'
import type { TrackPoint } from '../../api/domain/track.ts'
import { SEED } from '../laws/seed.ts'
import { at } from './given.ts'

const HOME: LatLng = { lat: 38.3, lng: -123.05 }
const NOON = at(0)

/** A fix so many metres east and north of home, so many seconds after the start, of a claimed accuracy. */
const fix = (second: number, east: number, north = 0, accuracyMeters = 10): Position => ({
  ...moved(HOME, east, north),
  at: NOON + seconds(second),
  accuracyMeters,
})
/** A drive eastwards with a fix every five seconds. */
const drive = (from: number, to: number, speed: number): Position[] =>
  Array.from({ length: (to - from) / 5 + 1 }, (_, n) => fix(from + 5 * n, (from + 5 * n) * speed))

function trackOf(fixes: readonly Position[]) {
  const track = rememberedTrack()
  for (const one of fixes) {
    track.add(one)
    track.since(0) // as the product asks after each fix
  }
  return { believed: track.since(0), shown: track.shownSince(0), latest: track.since(0).at(-1) as TrackPoint }
}
const eastOf = (place: LatLng | undefined): number =>
  place ? Math.round(distanceMeters(HOME, { lat: HOME.lat, lng: place.lng })) : Number.NaN

describe('a fix is weighed by the accuracy that it claims', () => {
  test.each<[number, [number, number]]>([
    [5, [70, 100]],
    [30, [20, 80]],
    [200, [0, 10]],
    [5_000, [0, 1]],
  ])('a hundred metres off and claimed good to %i m, it moves the estimate so far', (claimed, [from, to]) => {
    const still = [0, 5, 10, 15].map((second) => fix(second, 0, 0, 20))
    const { latest } = trackOf([...still, fix(25, 100, 0, claimed)])
    expect(eastOf(latest)).toBeGreaterThanOrEqual(from)
    expect(eastOf(latest)).toBeLessThanOrEqual(to)
  })

  test('however coarse, it is better than nothing', () => {
    expect(eastOf(trackOf([fix(0, 0, 0, 800), fix(60, 900, 0, 800)]).latest)).toBeGreaterThan(300)
  })

  test('one that claims nothing is taken for a middling one', () => {
    const { accuracyMeters: _, ...unclaimed } = fix(0, 0)
    expect(trackOf([unclaimed]).latest.accuracyMeters).toBe(30)
  })

  test('ten in ten seconds make no surer than two: they err alike', () => {
    const every = (step: number): Position[] => Array.from({ length: 60 / step }, (_, n) => fix(step * n, 0))
    const [often, seldom] = [trackOf(every(1)).latest.accuracyMeters, trackOf(every(5)).latest.accuracyMeters]
    expect(often).toBeGreaterThan(0.7 * seldom)
  })
})

describe('what a phone gets wrong', () => {
  const steady = drive(0, 100, 10)

  test('a single fix from elsewhere moves nothing, and nothing is dated by it', () => {
    const { latest, shown } = trackOf([...steady, fix(105, 6_000, 4_000)])
    expect([eastOf(latest), eastOf(shown.at(-1))]).toEqual([1_000, 1_000])
    expect(shown.at(-1)?.at).toBe(NOON + seconds(100))
  })

  test('nor do two from different elsewheres', () => {
    expect(eastOf(trackOf([...steady, fix(105, 6_000, 4_000), fix(110, -3_000)]).latest)).toBe(1_000)
  })

  test('three that agree with one another are where the driver is', () => {
    const elsewhere = [105, 110, 115].map((second) => fix(second, 6_000 + second))
    expect(eastOf(trackOf([...steady, ...elsewhere]).latest)).toBe(6_115)
  })

  test('after a tunnel of two minutes the next fix is believed at once', () => {
    expect(eastOf(trackOf([...steady, fix(220, 2_200)]).latest)).toBeGreaterThan(2_150)
  })

  test('a fix told late takes its place, one told twice takes none', () => {
    const late = steady.toSpliced(10, 1)
    expect(trackOf([...late, steady[10]!, steady[10]!, steady[3]!])).toEqual(trackOf(steady))
  })
})

describe('who stands or goes on foot', () => {
  const stops = [...drive(0, 60, 10), ...[65, 70, 75, 80, 85].map((second) => fix(second, 620))]

  test('is known since about when they stopped', () => {
    const since = trackOf(stops).latest.slowSince ?? 0
    expect((since - NOON) / 1_000).toBeGreaterThanOrEqual(55)
    expect((since - NOON) / 1_000).toBeLessThanOrEqual(75)
  })

  test('and may walk to the door', () => {
    const walks = Array.from({ length: 10 }, (_, n) => fix(90 + 5 * n, 620, 7 * n))
    expect(trackOf([...stops, ...walks]).latest.slowSince).toBe(trackOf(stops).latest.slowSince)
  })

  test('until they drive on', () => {
    const goesOn = Array.from({ length: 6 }, (_, n) => fix(90 + 5 * n, 620 + 40 * n))
    expect(trackOf([...stops, ...goesOn]).latest.slowSince).toBeUndefined()
  })

  test('is not told by fixes too coarse to know a speed by', () => {
    const coarse = Array.from({ length: 20 }, (_, n) => fix(6 * n, 0, 0, 2_000))
    expect(trackOf(coarse).latest.slowSince).toBeUndefined()
  })
})

describe('what people may be told', () => {
  test('is nothing while nobody knows to a hundred metres', () => {
    expect(trackOf([fix(0, 0, 0, 900), fix(30, 10, 0, 300)]).shown).toEqual([])
  })

  test('follows a driver who drives, and no faster than a car', () => {
    const { shown } = trackOf(drive(0, 200, 34))
    expect(shown).toHaveLength(41)
    for (const [n, place] of shown.entries()) {
      const before = shown[n - 1]
      if (before) expect(distanceMeters(before, place) / ((place.at - before.at) / 1_000)).toBeLessThanOrEqual(25.1)
    }
    expect(
      trackOf(drive(0, 200, 15))
        .shown.map(eastOf)
        .at(-1),
    ).toBeGreaterThan(2_980)
  })
})

const property = { seed: SEED, numRuns: 200 }
const noisy = (claimed: number) =>
  fc.array(
    fc.record({
      after: fc.integer({ min: 1, max: 120 }),
      /** Within what the phone claims, in any direction. */
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      turn: fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
      claimed: fc.integer({ min: 4, max: claimed }),
    }),
    { minLength: 2, maxLength: 80 },
  )

describe('whatever the phone', () => {
  test('one at rest is never shown to move', () => {
    fc.assert(
      fc.property(noisy(60), (errors) => {
        let second = 0
        const { shown } = trackOf(
          errors.map(({ after, share, turn, claimed }) => {
            second += after
            const meters = Math.min(20, share * claimed)
            return fix(second, meters * Math.cos(turn), meters * Math.sin(turn), claimed)
          }),
        )
        expect(new Set(shown.map(({ lat, lng }) => `${lat} ${lng}`)).size).toBe(1)
      }),
      property,
    )
  })

  const anywhere = fc.uniqueArray(
    fc.record({
      second: fc.integer({ min: 0, max: 900 }),
      east: fc.integer({ min: -20_000, max: 20_000 }),
      north: fc.integer({ min: -20_000, max: 20_000 }),
      claimed: fc.integer({ min: 1, max: 3_000 }),
    }),
    { minLength: 1, maxLength: 60, selector: ({ second }) => second },
  )
  const fixesOf = (places: { second: number; east: number; north: number; claimed: number }[]): Position[] =>
    places.map(({ second, east, north, claimed }) => fix(second, east, north, claimed))

  test('the order in which fixes come, and how often, changes nothing', () => {
    fc.assert(
      fc.property(
        anywhere.chain((places) =>
          fc.tuple(fc.constant(places), fc.shuffledSubarray([...places, ...places], { minLength: 2 * places.length })),
        ),
        ([places, shuffled]) => {
          const inSequence = fixesOf(places).sort((a, b) => a.at - b.at)
          expect(trackOf(fixesOf(shuffled))).toEqual(trackOf(inSequence))
        },
      ),
      property,
    )
  })

  test('nothing shown outruns a car, comes from nowhere, or goes back in time', () => {
    fc.assert(
      fc.property(anywhere, (places) => {
        const fixes = fixesOf(places).sort((a, b) => a.at - b.at)
        const { shown } = trackOf(fixes)
        for (const [n, place] of shown.entries()) {
          expect(fixes.some((one) => one.at === place.at)).toBe(true)
          const before = shown[n - 1]
          if (!before) continue
          expect(place.at).toBeGreaterThan(before.at)
          expect(distanceMeters(before, place)).toBeLessThanOrEqual((25.2 * (place.at - before.at)) / 1_000 + 1)
        }
      }),
      property,
    )
  })

  test('forgetting what is long ago changes nothing of what is not', () => {
    fc.assert(
      fc.property(anywhere, fc.integer({ min: 0, max: 900 }), (places, second) => {
        const fixes = fixesOf(places).sort((a, b) => a.at - b.at)
        const instant = NOON + seconds(second)
        const track = rememberedTrack()
        for (const one of fixes) {
          track.add(one)
          track.since(instant)
          if (one.at >= instant) track.forgetBefore(instant)
        }
        const whole = trackOf(fixes)
        expect(track.since(instant)).toEqual(whole.believed.filter((point) => point.at > instant))
        expect(track.size()).toBeLessThanOrEqual(fixes.length)
      }),
      property,
    )
  })

  test('a fix told late behind what is forgotten is judged by what was believed then', () => {
    const whole = drive(0, 100, 12).map((one, n) => (n === 13 ? fix(65, 4_000) : one))
    const track = rememberedTrack()
    for (const one of whole.toSpliced(12, 2)) track.add(one)
    track.since(0)
    track.forgetBefore(NOON + seconds(60))
    track.add(whole[13]!)
    track.add(whole[12]!)
    expect(track.since(0)).toEqual(trackOf(whole).believed.filter(({ at }) => at >= NOON + seconds(60)))
  })

  test('an hour of fixes costs an hour of steps, and no number is lost', () => {
    const hour = Array.from({ length: 3_600 }, (_, n) => fix(n, 10 * n, 0, 10))
    const { latest } = trackOf(hour)
    expect(latest.at).toBe(NOON + minutes(60) - 1_000)
    expect(latest.speedMetersPerSecond).toBeCloseTo(10, 1)
  })
})

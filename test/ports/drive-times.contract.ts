import { expect, test } from 'vitest'
import { type LatLng, distanceMeters } from '../../api/domain/position.ts'
import type { EstimateSource } from '../../api/domain/window.ts'
import type { DriveTimes } from '../../api/ports.ts'
import { DISPENSARY, PLACES } from '../town/places.ts'

/** What every maker of drive times keeps to, whatever it asks. */
type Maker = { open: () => Promise<DriveTimes>; source: EstimateSource }

const doors = (...numbers: number[]): LatLng[] => numbers.map((number) => PLACES[number]?.door as LatLng)
const IN_THE_GULF_OF_GUINEA: LatLng = { lat: 0, lng: 0 }

export function keepsToDriveTimes({ open, source }: Maker): void {
  test('an evening of eight stops has a leg to each door, and says who timed it', async () => {
    const driveTimes = await open()
    const answer = await driveTimes([DISPENSARY.position, ...doors(0, 1, 2, 5, 6, 9, 7, 10)])
    expect(answer.source).toBe(source)
    expect(answer.legs).toHaveLength(8)
  })

  test('driving to another door takes time, and never less road than the bird flies', async () => {
    const driveTimes = await open()
    const points = [DISPENSARY.position, ...doors(3, 8, 11)]
    const { legs } = await driveTimes(points)
    for (const [index, leg] of legs.entries()) {
      const birdFlies = distanceMeters(points[index] as LatLng, points[index + 1] as LatLng)
      expect(leg.meters).toBeGreaterThan(0.95 * birdFlies)
      expect(leg.meters).toBeLessThan(4 * birdFlies)
      expect(leg.durationMs / 1_000).toBeGreaterThan(leg.meters / 40)
      expect(leg.durationMs / 1_000).toBeLessThan(leg.meters / 2)
    }
  })

  test('the legs come in the order of the stops', async () => {
    const driveTimes = await open()
    const [near, far] = doors(0, 9) as [LatLng, LatLng]
    const thereFirst = await driveTimes([DISPENSARY.position, near, far])
    const farFirst = await driveTimes([DISPENSARY.position, far, near])
    expect(thereFirst.legs[0]?.durationMs).toBeLessThan(thereFirst.legs[1]?.durationMs as number)
    expect(farFirst.legs[0]?.durationMs).toBeGreaterThan(thereFirst.legs[0]?.durationMs as number)
  })

  test('two stops at one door have next to no driving between them', async () => {
    const driveTimes = await open()
    const { legs } = await driveTimes([DISPENSARY.position, ...doors(4, 4)])
    expect(legs[1]?.meters).toBeLessThan(30)
    expect(legs[1]?.durationMs).toBeLessThan(10_000)
  })

  test('a single point, or none, has no legs', async () => {
    const driveTimes = await open()
    expect(await driveTimes([DISPENSARY.position])).toEqual({ legs: [], source })
    expect(await driveTimes([])).toEqual({ legs: [], source })
  })

  test('many routes may be asked for at once, and none gets the answer of another', async () => {
    const driveTimes = await open()
    const routes = PLACES.map(({ door }) => [DISPENSARY.position, door])
    const atOnce = await Promise.all(routes.map(driveTimes))
    const inTurn = []
    for (const route of routes) inTurn.push(await driveTimes(route))
    expect(atOnce).toEqual(inTurn)
  })
}

/** And what those that know the streets keep to besides. */
export function knowsTheStreets({ open }: Pick<Maker, 'open'>): void {
  test('each leg tells the streets from door to door, as long as it says', async () => {
    const driveTimes = await open()
    const points = [DISPENSARY.position, ...doors(3, 8)]
    const { legs } = await driveTimes(points)
    for (const [index, { path = [], meters }] of legs.entries()) {
      const [from, to] = [path[0], path.at(-1)]
      if (!from || !to) throw new Error('No streets')
      expect(distanceMeters(from, points[index] as LatLng)).toBeLessThan(80)
      expect(distanceMeters(to, points[index + 1] as LatLng)).toBeLessThan(80)
      const along = path.reduce((sum, point, at) => sum + distanceMeters(path[at - 1] ?? point, point), 0)
      expect(along / meters).toBeCloseTo(1, 1)
    }
  })

  test('a door that no road leads to is refused with a plain error', async () => {
    const driveTimes = await open()
    const asked = driveTimes([DISPENSARY.position, IN_THE_GULF_OF_GUINEA])
    await expect(asked).rejects.toThrow(/./)
    await expect(asked).rejects.toSatisfy((error: Error) => Object.getPrototypeOf(error) === Error.prototype)
  })
}

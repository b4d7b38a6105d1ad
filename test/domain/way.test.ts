import { describe, expect, test } from 'vitest'
import { pathOf, placeOnPath } from '../../api/domain/path.ts'
import type { LatLng } from '../../api/domain/position.ts'
import { minutes } from '../../api/domain/time.ts'
import { followWay, legsLeft, wayOf } from '../../api/domain/way.ts'

/** Metres east and north of a corner. */
const place = (east: number, north: number): LatLng => ({
  lat: 38 + north / 111_195,
  lng: -123 + east / (111_195 * Math.cos((38 * Math.PI) / 180)),
})
const CORNER = [place(0, 0), place(1_000, 0), place(1_000, 500)]

describe('a place on a path', () => {
  test.each([
    [0, 0, 0, 1_500],
    [400, 20, 20, 1_100],
    [1_010, 250, 10, 250],
    [1_000, 600, 100, 0],
    [-50, 0, 50, 1_500],
  ])('%i east and %i north is %i m beside it, with %i m left', (east, north, beside, left) => {
    const found = placeOnPath(pathOf(CORNER), place(east, north))
    expect(found?.besideMeters).toBeCloseTo(beside, 0)
    expect(found?.leftMeters).toBeCloseTo(left, -1)
  })

  test('a corner that is passed twice is the one ahead, once the first is behind', () => {
    const loop = pathOf([place(0, 0), place(500, 0), place(500, 300), place(200, 300), place(200, 0), place(200, -400)])
    expect(placeOnPath(loop, place(200, 0))?.alongMeters).toBeCloseTo(200, -1)
    expect(placeOnPath(loop, place(200, 0), 900)?.alongMeters).toBeCloseTo(1_400, -1)
  })
})

describe('a way that is followed', () => {
  const way = wayOf({
    legs: [
      { durationMs: minutes(3), meters: 1_500, path: CORNER },
      { durationMs: minutes(5), meters: 2_000 },
    ],
    source: 'osrm',
  })
  if (!way) throw new Error('No way')

  test('its first leg gets shorter, the others stay', () => {
    const left = followWay(way, place(1_000, 0))
    expect(left && legsLeft(left)).toEqual({
      legs: [
        { durationMs: minutes(1), meters: 500 },
        { durationMs: minutes(5), meters: 2_000 },
      ],
      source: 'osrm',
    })
  })

  test('whoever drives another street has left it; an inaccurate fix has not', () => {
    expect(followWay(way, place(500, 90))).toBeUndefined()
    expect(followWay(way, { ...place(500, 90), accuracyMeters: 40 })).toBeDefined()
  })

  test('there is none to follow where no streets were told', () => {
    expect(wayOf({ legs: [{ durationMs: minutes(3), meters: 1_500 }], source: 'straight-line' })).toBeUndefined()
  })
})

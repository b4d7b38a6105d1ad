import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distanceMeters, snapToGrid, type LatLng } from '../../api/domain/position.ts'

describe('how far two places are apart', () => {
  test.each<[string, LatLng, LatLng, number]>([
    ['nowhere', { lat: 38.3, lng: -123 }, { lat: 38.3, lng: -123 }, 0],
    ['a degree of latitude', { lat: 38, lng: -123 }, { lat: 39, lng: -123 }, 111_195],
    ['a degree of longitude at 60 degrees north is half of that', { lat: 60, lng: 10 }, { lat: 60, lng: 11 }, 55_597],
    ['across the date line', { lat: 0, lng: 179.5 }, { lat: 0, lng: -179.5 }, 111_195],
    ['to the other side of the earth', { lat: 0, lng: 0 }, { lat: 0, lng: 180 }, 20_015_115],
  ])('%s', (_, a, b, meters) => {
    expect(Math.abs(distanceMeters(a, b) - meters)).toBeLessThan(Math.max(1, meters / 10_000))
    expect(distanceMeters(b, a)).toBeCloseTo(distanceMeters(a, b), 6)
  })
})

describe('the squares of the grid', () => {
  const place = fc.record({
    lat: fc.double({ min: -70, max: 70, noNaN: true }),
    lng: fc.double({ min: -179, max: 179, noNaN: true }),
  })
  const grid = fc.constantFrom(15, 150, 250)

  test('hold every place within half their diagonal', () => {
    fc.assert(
      fc.property(place, grid, (point, meters) => {
        expect(distanceMeters(point, snapToGrid(point, meters))).toBeLessThan(meters * Math.SQRT1_2 * 1.01)
      }),
    )
  })

  test('look the same from wherever inside: the middle of a square is its own middle', () => {
    fc.assert(
      fc.property(place, grid, (point, meters) => {
        const middle = snapToGrid(point, meters)
        expect(snapToGrid(middle, meters)).toEqual(middle)
      }),
    )
  })

  test('two neighbours look alike', () => {
    const [a, b] = [
      { lat: 38.31402, lng: -123.04101 },
      { lat: 38.31409, lng: -123.04093 },
    ]
    expect(snapToGrid(a, 150)).toEqual(snapToGrid(b, 150))
  })
})

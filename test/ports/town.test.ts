import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { valhallaDriveTimes, valhallaPath } from '../../api/adapters/valhalla.ts'
import { distanceMeters } from '../../api/domain/position.ts'
import { bridgesOf } from '../town/bridges.ts'
import { type Line, type Point, inside, lengthOf, nearestOn, part, pointAlong } from '../town/geometry.ts'
import { DISPENSARY, PLACES } from '../town/places.ts'
import { townFiles } from '../town/town-files.ts'
import { drawTown, inMeters, onEarth } from '../town/town.ts'
import { riverbed } from '../town/water.ts'
import { openEngine } from './router-servers.ts'

const file = (name: string): URL => new URL(`../town/${name}`, import.meta.url)
const { streets } = drawTown()

test('the map on the page and the streets of the router come from one drawing of the town', () => {
  const { xml, style, styleDark } = townFiles()
  expect(readFileSync(file('style.json'), 'utf8')).toBe(style)
  expect(readFileSync(file('style-dark.json'), 'utf8')).toBe(styleDark)
  const digest = createHash('sha256').update(xml).digest('hex')
  expect(readFileSync(file('town.osm.pbf')).includes(digest)).toBe(true)
})

test.each(['style.json', 'style-dark.json'])('%s asks nobody for anything and stays small', (name) => {
  const text = readFileSync(file(name), 'utf8')
  const style = JSON.parse(text) as { sources: Record<string, { type: string }>; glyphs?: string; sprite?: string }
  expect(text).not.toMatch(/https?:|\/\//)
  expect(Object.values(style.sources).map(({ type }) => type)).toEqual(Object.keys(style.sources).map(() => 'geojson'))
  expect([style.glyphs, style.sprite]).toEqual([undefined, undefined])
  expect(statSync(file(name)).size).toBeLessThan(250_000)
})

test('every address lies on the street that it names', () => {
  const doors = [...PLACES, { address: DISPENSARY.address, door: DISPENSARY.position }]
  const astray = doors.filter(({ address, door }) => {
    const named = streets.filter(({ name }) => address.includes(` ${name},`))
    return !named.some(({ line }) => nearestOn(line, inMeters(door)).off < 2)
  })
  expect(astray).toEqual([])
})

test('a driver who follows a route stays on the streets of the map', async () => {
  const path = valhallaPath(await openEngine())
  const legs = await path([DISPENSARY.position, ...PLACES.map(({ door }) => door), DISPENSARY.position])
  expect(legs).toHaveLength(PLACES.length + 1)
  for (const point of legs.flatMap((leg) => leg.path).map(inMeters)) {
    expect(Math.min(...streets.map(({ line }) => nearestOn(line, point).off))).toBeLessThan(1)
  }
})

test('a leg starts at one door, ends at the next, and is as long as its streets', async () => {
  const path = valhallaPath(await openEngine())
  const doors = PLACES.map(({ door }) => door)
  const legs = await path(doors)
  for (const [index, leg] of legs.entries()) {
    const [from, to] = [doors[index], doors[index + 1]] as [(typeof doors)[0], (typeof doors)[0]]
    expect(distanceMeters(leg.path[0] ?? to, from)).toBeLessThan(3)
    expect(distanceMeters(leg.path.at(-1) ?? from, to)).toBeLessThan(3)
    expect(Math.abs(lengthOf(leg.path.map(inMeters)) - leg.meters)).toBeLessThan(5 + leg.meters / 100)
  }
})

test('nobody drives through the river: there are two bridges, and every way over the water takes one', async () => {
  const path = valhallaPath(await openEngine())
  const bridges = streets.flatMap((street) => bridgesOf(street).map(({ from, to }) => part(street.line, from, to)))
  expect(bridges).toHaveLength(2)
  const legs = await path([DISPENSARY.position, ...PLACES.map(({ door }) => door)])
  const overWater = legs.flatMap((leg) => everyFewMeters(leg.path.map(inMeters))).filter((at) => inside(riverbed, at))
  expect(overWater.length).toBeGreaterThan(10)
  expect(overWater.filter((at) => bridges.every((bridge) => nearestOn(bridge, at).off > 1))).toEqual([])
})

const everyFewMeters = (line: Line): Point[] =>
  Array.from({ length: Math.floor(lengthOf(line) / 5) }, (_, step) => pointAlong(line, step * 5))

const oneways = streets.filter(({ oneway }) => oneway)

test.each(oneways)('$name is driven one way: against it, the driver goes around', async ({ line }) => {
  const driveTimes = valhallaDriveTimes(await openEngine())
  const [start, end] = [
    onEarth(pointAlong(line, lengthOf(line) * 0.3)),
    onEarth(pointAlong(line, lengthOf(line) * 0.5)),
  ]
  const [along] = (await driveTimes([start, end])).legs
  const [against] = (await driveTimes([end, start])).legs
  expect(along?.meters).toBeLessThan(lengthOf(line) * 0.21)
  expect(against?.meters).toBeGreaterThan(lengthOf(line) * 0.24)
})

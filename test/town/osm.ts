import { type Line, type Point, lengthOf, part } from './geometry.ts'
import { bridgesOf } from './bridges.ts'
import type { Drawn, Kind } from './plan.ts'
import { onEarth } from './town.ts'

const SPEED_LIMITS: Record<Kind, string> = {
  primary: '35 mph',
  secondary: '30 mph',
  tertiary: '25 mph',
  residential: '25 mph',
}

type Way = { points: Line; tags: Record<string, string> }

/** The streets as OpenStreetMap writes them: a node wherever a line bends or meets another, bridges as ways of their own. */
export function osmXml(streets: readonly Drawn[]): string {
  const signals = new Set(trafficSignals(streets).map(placeOf))
  const nodeIds = new Map<string, number>()
  const idOf = (point: Point): number => {
    const place = placeOf(point)
    const id = nodeIds.get(place) ?? nodeIds.size + 1
    nodeIds.set(place, id)
    return id
  }
  const ways = streets.flatMap(waysOf).map(({ points, tags }, index) => {
    const nodes = points.map((point) => `<nd ref="${idOf(point)}"/>`).join('')
    return `<way id="${index + 1}">${nodes}${tagged(tags)}</way>`
  })
  const nodes = [...nodeIds].map(([place, id]) => {
    const tags = signals.has(place) ? tagged({ highway: 'traffic_signals' }) : ''
    return `<node id="${id}" ${place}>${tags}</node>`
  })
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">', ...nodes, ...ways, '</osm>', ''].join('\n')
}

const placeOf = (point: Point): string => {
  const { lat, lng } = onEarth(point)
  return `lat="${lat.toFixed(6)}" lon="${lng.toFixed(6)}"`
}
const tagged = (tags: Record<string, string>): string =>
  Object.entries(tags)
    .map(([key, value]) => `<tag k="${key}" v="${value}"/>`)
    .join('')

function waysOf(street: Drawn): Way[] {
  const { name, kind, line, oneway } = street
  const tags = { highway: kind, name, maxspeed: SPEED_LIMITS[kind], ...(oneway && { oneway: 'yes' }) }
  const bridges = bridgesOf(street)
  const cuts = [0, ...bridges.flatMap(({ from, to }) => [from, to]), lengthOf(line)]
  if (bridges.length === 0) return [{ points: line, tags }]
  return cuts.slice(1).map((to, index) => ({
    points: part(line, cuts[index] ?? 0, to),
    tags: { ...tags, ...(index % 2 === 1 && { bridge: 'yes', layer: '1' }) },
  }))
}

/** Lights stand where main roads cross. */
function trafficSignals(streets: readonly Drawn[]): Point[] {
  const main = streets.filter(({ kind }) => kind === 'primary' || kind === 'secondary')
  return main.flatMap((one, index) =>
    main.slice(index + 1).flatMap((other) => one.line.filter((point) => other.line.includes(point))),
  )
}

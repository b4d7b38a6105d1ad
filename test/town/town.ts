import { buildings } from './buildings.ts'
import type { Line, Point } from './geometry.ts'
import { gridStreets } from './grids.ts'
import { hillStreets } from './hill.ts'
import { joinedStreets } from './junctions.ts'
import { type Area, areas, trees } from './land.ts'
import { type Drawn, MIDDLE, mainRoads } from './plan.ts'

/** Alder Bay, California: a town of our own invention, the same on every run. */
export type Town = { streets: Drawn[]; areas: Area[]; buildings: Line[]; trees: Point[] }

export function drawTown(): Town {
  const streets = joinedStreets([...mainRoads, ...gridStreets(), ...hillStreets()])
  return { streets, areas, buildings: buildings(streets, areas), trees: trees() }
}

const METERS_PER_DEGREE = 111_195

/** From metres around the middle of town to degrees, to a tenth of a metre. */
export function onEarth([x, y]: Point): { lat: number; lng: number } {
  const lat = MIDDLE.lat + y / METERS_PER_DEGREE
  const lng = MIDDLE.lng + x / (METERS_PER_DEGREE * Math.cos((MIDDLE.lat * Math.PI) / 180))
  return { lat: Number(lat.toFixed(6)), lng: Number(lng.toFixed(6)) }
}

/** And back, from degrees to metres. */
export const inMeters = ({ lat, lng }: { lat: number; lng: number }): Point => [
  (lng - MIDDLE.lng) * METERS_PER_DEGREE * Math.cos((MIDDLE.lat * Math.PI) / 180),
  (lat - MIDDLE.lat) * METERS_PER_DEGREE,
]

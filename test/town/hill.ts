import { streetsWithin } from './fill.ts'
import type { Line, Point } from './geometry.ts'
import { type Drawn, districts } from './plan.ts'

/** Cypress Hill: streets that follow the slope around its top, and lanes that climb it. */
const TOP: Point = [455, -585]

const around: [name: string, radius: number][] = [
  ['Heron Way', 92],
  ['Pelican Way', 192],
  ['Egret Way', 290],
  ['Osprey Way', 415],
  ['Kestrel Way', 560],
  ['Sandpiper Way', 690],
]

const climbing: [name: string, degrees: number, from: number, to: number][] = [
  ['Cypress Hill Road', 112, 0, 640],
  ['Plover Lane', 58, 92, 560],
  ['Curlew Lane', 8, 92, 800],
  ['Tern Lane', -28, 200, 800],
  ['Avocet Lane', -82, 92, 640],
  ['Willet Lane', -140, 0, 620],
  ['Dunlin Lane', 172, 92, 680],
  ['Wren Lane', 32, 430, 900],
]

const placed = (radius: number, angle: number): Point => {
  const bent = radius * (1 + 0.1 * Math.sin(2 * angle + 0.9) + 0.035 * Math.sin(5 * angle))
  return [TOP[0] + bent * Math.cos(angle), TOP[1] + bent * Math.sin(angle)]
}

/** The lanes swing to one side as they climb. */
const swing = (radius: number): number => 0.34 * Math.sin(radius / 190)

export function hillStreets(): Drawn[] {
  const rings = around.map(([name, radius]) => ({ name, line: turn(radius) }))
  const lanes = climbing.map(([name, degrees, from, to]) => ({
    name,
    line: Array.from({ length: Math.ceil((to - from) / 12) }, (_, step) => {
      const radius = from + step * 12
      return placed(radius, (degrees * Math.PI) / 180 + swing(radius))
    }),
  }))
  return [...rings, ...lanes].flatMap(({ name, line }) =>
    streetsWithin(districts.hill, [], line).map((run) => ({ name, kind: 'residential' as const, line: run })),
  )
}

/** Once around and a little further, from Cypress Hill Road back to it. */
function turn(radius: number): Line {
  const start = (112 * Math.PI) / 180 + swing(radius) - 8 / radius
  const steps = Math.ceil((radius * 2 * Math.PI) / 12)
  return Array.from({ length: steps + 1 }, (_, step) =>
    placed(radius, start + (step / steps) * (2 * Math.PI + 16 / radius)),
  )
}

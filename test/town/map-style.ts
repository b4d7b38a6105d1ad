import { type Line, type Point, part } from './geometry.ts'
import { bridgesOf } from './bridges.ts'
import { footpaths, placeNames } from './land.ts'
import { groundLayers, streetLayers } from './map-layers.ts'
import { labelLayers } from './map-labels.ts'
import type { Palette } from './palettes.ts'
import { MIDDLE } from './plan.ts'
import { type Town, onEarth } from './town.ts'

type Json = Record<string, unknown>

/** The town as a MapLibre style that asks no server for anything: no tiles, no glyphs, no sprite. */
export function mapStyle(name: string, town: Town, palette: Palette): Json {
  return {
    version: 8,
    name,
    center: [MIDDLE.lng, MIDDLE.lat],
    zoom: 14,
    sources: {
      land: source(town.areas.map(({ kind, outline }) => feature({ kind }, 'Polygon', [ring(outline)]))),
      buildings: source([
        feature(
          {},
          'MultiPolygon',
          town.buildings.map((corners) => [ring(corners)]),
        ),
      ]),
      footpaths: source([
        feature(
          {},
          'MultiLineString',
          footpaths.map((path) => path.map(position)),
        ),
      ]),
      trees: source([feature({}, 'MultiPoint', town.trees.map(position))]),
      streets: source(
        town.streets.map(({ name, kind, line }) => feature({ name, kind }, 'LineString', line.map(position))),
      ),
      bridges: source(
        town.streets.flatMap((street) =>
          bridgesOf(street).map(({ from, to }) =>
            feature({ kind: street.kind }, 'LineString', part(street.line, from, to).map(position)),
          ),
        ),
      ),
      names: source(placeNames.map(({ name, kind, at }) => feature({ name, kind }, 'Point', position(at)))),
    },
    layers: [...groundLayers(palette), ...streetLayers(palette), ...labelLayers(palette)],
  }
}

const position = (point: Point): [number, number] => [onEarth(point).lng, onEarth(point).lat]
const ring = (outline: Line): [number, number][] => [...outline, ...outline.slice(0, 1)].map(position)
const feature = (properties: Json, type: string, coordinates: unknown): Json => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
})
const source = (features: Json[]): Json => ({ type: 'geojson', data: { type: 'FeatureCollection', features } })

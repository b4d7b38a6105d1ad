import type { Palette } from './palettes.ts'
import type { Kind } from './plan.ts'

/** One layer of a MapLibre style, as its specification writes it. */
export type Layer = Record<string, unknown>

export const isKind = (...kinds: string[]): unknown => ['in', ['get', 'kind'], ['literal', kinds]]

/** Pixels at zooms 12, 14, 16 and 18; in between they grow as the map does. */
const growing = (...pixels: [number, number, number, number]): unknown => [
  'interpolate',
  ['exponential', 1.6],
  ['zoom'],
  ...pixels.flatMap((size, index) => [12 + 2 * index, size]),
]
const fading = (from: number, to: number): unknown => ['interpolate', ['linear'], ['zoom'], from, 0, to, 1]

/** Water, land and what stands on it, lowest first. */
export function groundLayers(palette: Palette): Layer[] {
  const fill = (kind: 'land' | 'wood' | 'park' | 'sand' | 'square' | 'water' | 'pier'): Layer => ({
    id: kind,
    type: 'fill',
    source: 'land',
    filter: isKind(kind),
    paint: { 'fill-color': palette[kind] },
  })
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': palette.sea } },
    {
      id: 'shallow',
      type: 'line',
      source: 'land',
      filter: isKind('land'),
      paint: {
        'line-color': palette.shallow,
        'line-width': growing(6, 18, 60, 200),
        'line-blur': growing(3, 9, 30, 100),
      },
    },
    fill('land'),
    fill('wood'),
    fill('sand'),
    fill('park'),
    fill('square'),
    fill('water'),
    fill('pier'),
    {
      id: 'footpaths',
      type: 'line',
      source: 'footpaths',
      minzoom: 13.5,
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': palette.footpath,
        'line-width': growing(0.6, 1.2, 3, 9),
        'line-opacity': fading(13.5, 14.5),
      },
    },
    {
      id: 'trees',
      type: 'circle',
      source: 'trees',
      minzoom: 13.5,
      paint: {
        'circle-color': palette.tree,
        'circle-radius': growing(0.5, 1.3, 4.5, 18),
        'circle-opacity': fading(13.5, 14.5),
      },
    },
    {
      id: 'buildings',
      type: 'fill',
      source: 'buildings',
      minzoom: 13.5,
      paint: {
        'fill-color': palette.building,
        'fill-outline-color': palette.buildingEdge,
        'fill-opacity': fading(13.5, 14.4),
      },
    },
  ]
}

const WIDTHS: Record<Kind, [number, number, number, number]> = {
  residential: [0.7, 2.6, 8.5, 32],
  tertiary: [1.2, 3.8, 11, 40],
  secondary: [1.8, 5, 14, 48],
  primary: [2.2, 6, 16, 54],
}
const KINDS: Kind[] = ['residential', 'tertiary', 'secondary', 'primary']

/** Every street twice: its edges, then its surface, the main roads over the others. */
export function streetLayers(palette: Palette): Layer[] {
  const isMain = (kind: Kind): boolean => kind === 'primary' || kind === 'secondary'
  const line = (id: string, kind: Kind, color: string, widths: [number, number, number, number]): Layer => ({
    id: `${id}-${kind}`,
    type: 'line',
    source: 'streets',
    filter: isKind(kind),
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': color, 'line-width': growing(...widths) },
  })
  return [
    ...KINDS.map((kind) => {
      const [a, b, c, d] = WIDTHS[kind]
      return line('casing', kind, isMain(kind) ? palette.mainCasing : palette.casing, [a + 0.6, b + 1.2, c + 2, d + 3])
    }),
    {
      id: 'bridges',
      type: 'line',
      source: 'bridges',
      layout: { 'line-cap': 'butt' },
      paint: { 'line-color': palette.bridge, 'line-width': growing(3.2, 7.8, 20, 64) },
    },
    ...KINDS.map((kind) => line('street', kind, isMain(kind) ? palette.main : palette.street, WIDTHS[kind])),
  ]
}

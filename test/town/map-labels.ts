import { type Layer, isKind } from './map-layers.ts'
import type { Palette } from './palettes.ts'
import type { Kind } from './plan.ts'

/** The page's own typeface where the page has it. The first name only tells the weight. */
const font = (weight: string): string[] => [`Figtree ${weight}`, 'Figtree', 'system-ui']

/** Names, drawn with the fonts at hand: the style names no glyph server, so MapLibre asks none. */
export function labelLayers(palette: Palette): Layer[] {
  const text = (color: string): Layer => ({
    'text-color': color,
    'text-halo-color': palette.halo,
    'text-halo-width': 1.4,
    'text-halo-blur': 0.4,
  })
  const along = (id: string, kinds: Kind[], minzoom: number, sizes: [number, number]): Layer => ({
    id,
    type: 'symbol',
    source: 'streets',
    minzoom,
    filter: isKind(...kinds),
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 240,
      'text-field': ['get', 'name'],
      'text-font': font('Medium'),
      'text-size': ['interpolate', ['linear'], ['zoom'], minzoom, sizes[0], 17, sizes[1]],
      'text-letter-spacing': 0.02,
      'text-max-angle': 25,
      'text-padding': 6,
    },
    paint: text(palette.label),
  })
  const at = (id: string, color: string, size: number, weight: string, spacing: number, extra: Layer = {}): Layer => ({
    id: `${id}-name`,
    type: 'symbol',
    source: 'names',
    filter: isKind(id),
    layout: {
      'text-field': ['get', 'name'],
      'text-font': font(weight),
      'text-size': size,
      'text-letter-spacing': spacing,
      'text-max-width': 7,
      ...extra,
    },
    paint: { ...text(color), ...(id === 'water' && { 'text-halo-width': 0 }) },
  })
  return [
    along('small-street-names', ['residential', 'tertiary'], 14.6, [10, 13]),
    along('main-street-names', ['primary', 'secondary'], 13, [10.5, 14]),
    { ...at('district', palette.districtLabel, 12, 'Semibold', 0.14, { 'text-transform': 'uppercase' }), maxzoom: 15 },
    at('park', palette.parkLabel, 12, 'Semibold', 0.02),
    at('water', palette.waterLabel, 15, 'Medium Italic', 0.08),
  ]
}

import { LngLat, LngLatBounds, Map as MapLibre, Marker, setWorkerUrl } from 'maplibre-gl'
import groundCss from 'maplibre-gl/dist/maplibre-gl.css?inline'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import type { TrackView } from '../api/contract.ts'
import ownCss from './styles/map.css?inline'
import { wear } from './wear.ts'

type Open = Extract<TrackView['map'], { open: true }>
type LatLng = { lat: number; lng: number }

/** A map on the page: told where the driver is, and taken away. */
export type Drawing = { move: (map: Open) => void; remove: () => void }

const DRIVER =
  '<svg viewBox="0 0 24 24"><path d="M5 12.5 6.6 8a1.6 1.6 0 0 1 1.5-1h7.8a1.6 1.6 0 0 1 1.5 1l1.6 4.5M4.5 12.5h15V17h-15zM6 17v1.5M18 17v1.5M7.5 14.8h1m7 0h1"/></svg>'
const DOOR = '<svg viewBox="0 0 24 24"><path d="m4.5 11.5 7.5-6.5 7.5 6.5M6.5 10v8.5h11V10"/></svg>'

/** The door shown is the middle of a grid square; the circle is as wide as what we do not know. */
const NEIGHBOURHOOD_METERS = 150
const EARTH_AROUND_METERS = 40_075_017
const TILE_PIXELS = 512
const GLIDE_MS = 1_600
const FIT = { padding: 40, maxZoom: 16 }

setWorkerUrl(new URL(workerUrl, import.meta.url).href)

/** Draws driver and neighbourhood so that both are always in sight; nobody has to move the map. */
export function drawMap(ground: HTMLElement, first: Open): Drawing {
  wear(ground, groundCss + ownCss)
  const isNight = isDark(ground)
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
  const map = new MapLibre({
    container: ground,
    style: styleFor(first.styleUrl, isNight ? 'dark' : 'light'),
    interactive: false,
    trackResize: false,
    attributionControl: { compact: true },
    bounds: around(first),
    fitBoundsOptions: FIT,
  })
  const area = sign('door', DOOR)
  new Marker({ element: area }).setLngLat(first.door).addTo(map)
  const puck = sign('driver', DRIVER)
  const driver = new Marker({ element: puck }).setLngLat(first.position).addTo(map)
  puck.classList.toggle('stale', first.stale)

  const measure = (): void => {
    const metersPerPixel =
      (EARTH_AROUND_METERS * Math.cos((first.door.lat * Math.PI) / 180)) / (TILE_PIXELS * 2 ** map.getZoom())
    area.style.setProperty('--across', `${Math.round((2 * NEIGHBOURHOOD_METERS) / metersPerPixel)}px`)
  }
  measure()
  map.on('zoom', measure)
  const fitted = new ResizeObserver(() => map.resize().fitBounds(around(first), { ...FIT, animate: false }))
  fitted.observe(ground)
  map.once('idle', () => ground.classList.add('drawn'))
  map.once('styledata', () => ground.classList.toggle('turned', isNight && isLight(map)))

  let glide = 0
  return {
    move: (next) => {
      first = next
      cancelAnimationFrame(glide)
      puck.classList.toggle('stale', next.stale)
      map.fitBounds(around(next), { ...FIT, animate: !isCalm, duration: GLIDE_MS })
      if (isCalm) driver.setLngLat(next.position)
      else glide = glideTo(driver, next.position, (frame) => (glide = frame))
    },
    remove: () => {
      cancelAnimationFrame(glide)
      fitted.disconnect()
      map.remove()
    },
  }
}

/** Lets the marker run to its new place and come to rest there. */
function glideTo(marker: Marker, to: LatLng, keep: (frame: number) => void): number {
  const from = marker.getLngLat()
  let began: number | null = null
  const step = (at: number): void => {
    began ??= at
    const share = Math.min(1, (at - began) / GLIDE_MS)
    const eased = 1 - (1 - share) ** 3
    marker.setLngLat({ lng: from.lng + (to.lng - from.lng) * eased, lat: from.lat + (to.lat - from.lat) * eased })
    if (share < 1) keep(requestAnimationFrame(step))
  }
  return requestAnimationFrame(step)
}

const around = ({ position, door }: Open): LngLatBounds =>
  LngLatBounds.fromLngLat(LngLat.convert(door), NEIGHBOURHOOD_METERS).extend(position)

function sign(name: string, drawing: string): HTMLElement {
  const element = document.createElement('div')
  element.className = name
  element.innerHTML = drawing
  return element
}

/** The address may leave the choice of day or night to us, and the origin to where this script came from. */
const styleFor = (address: string, scheme: 'light' | 'dark'): string =>
  new URL(address.replace('{scheme}', scheme), import.meta.url).href

const isDark = (ground: HTMLElement): boolean => {
  const scheme = getComputedStyle(ground).colorScheme
  return scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
}

/** A light style on a dark page is turned over by the style sheet, unless its address names a `{scheme}`. */
function isLight(map: MapLibre): boolean {
  const background = map.getStyle().layers.find(({ type }) => type === 'background')
  const colour = background && map.getPaintProperty(background.id, 'background-color')
  const brush = document.createElement('canvas').getContext('2d')
  if (!brush || typeof colour !== 'string') return false
  brush.fillStyle = colour
  const [r = 0, g = 0, b = 0] = (brush.fillStyle.match(/[\da-f]{2}/gi) ?? []).map((pair) => Number.parseInt(pair, 16))
  return (r * 3 + g * 6 + b) / 10 > 127
}

type Rgb = [red: number, green: number, blue: number]

const DEFAULT: Rgb = [31, 111, 84]
const WHITE: Rgb = [255, 255, 255]
const INK: Rgb = [20, 22, 21]

const parse = (hex: string): Rgb => {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) return DEFAULT
  const value = Number.parseInt(hex.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}
const print = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`

const linear = (part: number): number => (part <= 10.31 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4)

/** Relative luminance, WCAG 2.2. */
const luminance = ([red, green, blue]: Rgb): number =>
  0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)

/** Contrast ratio, WCAG 2.2: 1 to 21. */
function contrast(a: Rgb, b: Rgb): number {
  const [one, other] = [luminance(a) + 0.05, luminance(b) + 0.05]
  return Math.max(one, other) / Math.min(one, other)
}

const mix = (from: Rgb, to: Rgb, share: number): Rgb => {
  const part = (i: 0 | 1 | 2) => from[i] + (to[i] - from[i]) * share
  return [part(0), part(1), part(2)]
}

/** The colour, moved away from its ground until text in it can be read (4.5 to 1). */
function readable(colour: Rgb, ground: Rgb, away: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const moved = mix(colour, away, share)
    if (contrast(moved, ground) >= 4.5) return moved
  }
  return away
}

/** A fill keeps the brand's colour, moved only until it stands out and white or ink can be read on it. */
function fill(colour: Rgb, ground: Rgb, away: Rgb): { fill: Rgb; ink: Rgb } {
  for (let share = 0; share < 1; share += 0.05) {
    const moved = mix(colour, away, share)
    const ink = contrast(WHITE, moved) >= contrast(INK, moved) ? WHITE : INK
    if (contrast(moved, ground) >= 1.3 && contrast(ink, moved) >= 4.5) return { fill: moved, ink }
  }
  return { fill: away, ink: ground }
}

/** The dispensary's colour as words in it, as a fill, and as the ink on that fill. */
export type Accent = { words: string; fill: string; ink: string }

export const DARK_CARD = '#1b1d1c'

/** @param accent `#rrggbb`; anything else gives a calm green */
export function accents(accent: string): { light: Accent; dark: Accent } {
  const colour = parse(accent)
  const on = (ground: Rgb, away: Rgb): Accent => {
    const filled = fill(colour, ground, away)
    return { words: print(readable(colour, ground, away)), fill: print(filled.fill), ink: print(filled.ink) }
  }
  return { light: on(WHITE, INK), dark: on(parse(DARK_CARD), WHITE) }
}

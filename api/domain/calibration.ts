import { minutes } from './time.ts'

/**
 * Where a tenth, nine tenths and nineteen twentieths of arrivals lie, in spreads before (below zero) or after the
 * estimate.
 */
export type Band = { from: number; to: number; latestBy: number }

/** One band for each of these distances; in between, it is in between. */
const KNOTS = [1, 2.5, 5, 10, 20, 40, 80].map(minutes)

/** What came of a window that was shown. */
export type Held = { before: boolean; after: boolean; afterLatest: boolean }

/** How far a band moves with each window, in spreads. */
const STEP = 0.04

const SHARE_BEFORE = 0.1
const SHARE_AFTER = 0.1
const SHARE_AFTER_LATEST = 0.05

/** Between which knots a distance lies, and how far it is to the second. */
function placeOf(aheadMs: number): { index: number; share: number } {
  const next = KNOTS.findIndex((knot) => knot >= aheadMs)
  if (next < 0) return { index: KNOTS.length - 1, share: 0 }
  if (next === 0) return { index: 0, share: 0 }
  const [from = 1, to = 1] = [KNOTS[next - 1], KNOTS[next]]
  return { index: next - 1, share: Math.log(aheadMs / from) / Math.log(to / from) }
}

export function bandAt(bands: readonly Band[], aheadMs: number): Band {
  const { index, share } = placeOf(aheadMs)
  const low = bands[index]
  const high = bands[index + 1] ?? low
  if (!low || !high) throw new Error('Bands are too few')
  const between = (of: keyof Band): number => low[of] * (1 - share) + high[of] * share
  return { from: between('from'), to: between('to'), latestBy: between('latestBy') }
}

/**
 * The bands after one more window is over. Each bound moves outwards when it was missed and a little inwards when it
 * held, so that in the long run it is missed just as often as it may be, whatever the streets do; it is the shown,
 * rounded window that counts. (Adaptive conformal inference as by Gibbs and Candes, 2021, in its quantile-tracking form.)
 */
export function learnBand(bands: readonly Band[], aheadMs: number, held: Held): Band[] {
  const { index, share } = placeOf(aheadMs)
  return bands.map((band, place) => {
    const near = place === index ? 1 - share : place === index + 1 ? share : 0
    return near === 0 ? band : moved(band, held, STEP * near)
  })
}

function moved(band: Band, { before, after, afterLatest }: Held, step: number): Band {
  const outwards = (missed: boolean, share: number): number => step * (missed ? 1 - share : -share)
  const from = band.from - outwards(before, SHARE_BEFORE)
  const to = band.to + outwards(after, SHARE_AFTER)
  const latestBy = band.latestBy + outwards(afterLatest, SHARE_AFTER_LATEST)
  return { from: short(Math.min(0, from)), to: short(Math.max(0, to)), latestBy: short(Math.max(to, latestBy)) }
}

const short = (value: number): number => Math.round(value * 1e4) / 1e4

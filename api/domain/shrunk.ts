/** A mean of what was learned, worth nothing at first: `n` is how much it rests on, in observations of the usual weight. */
export type Shrunk = { n: number; mean: number }

export const UNTAUGHT: Shrunk = { n: 0, mean: 0 }

/** How much a mean is pulled to nothing: it counts half once it rests on `doubt` observations. */
export const shrink = ({ n, mean }: Shrunk, doubt: number): number => (mean * n) / (n + doubt)

/** One odd observation must not move what many have taught. */
const ODD = 1

/** After so many observations the oldest begin to be forgotten: streets and staff change. */
const REMEMBERED = 400

/** @param value how far the observation lies from what was expected without this mean */
export function learn(known: Shrunk, value: number, weight: number): Shrunk {
  const n = Math.min(known.n, REMEMBERED) + weight
  const surprise = Math.max(-ODD, Math.min(ODD, value - known.mean))
  return { n: short(n), mean: short(known.mean + (surprise * weight) / n) }
}

/** Stored as text, and the same text whenever it is learned again. */
const short = (value: number): number => Math.round(value * 1e6) / 1e6

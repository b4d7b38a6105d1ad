/** The value below which this share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

/** Median, median size and ninetieth percentile of the size of errors; whole seconds. */
export const errorWords = (errors: readonly number[]): string[] => {
  const sizes = errors.map(Math.abs)
  return [quantile(errors, 0.5), quantile(sizes, 0.5), quantile(sizes, 0.9)].map((ms) => `${Math.round(ms / 1_000)} s`)
}

import type { Band } from './calibration.ts'
import fitted from './fitted.json' with { type: 'json' }
import type { EstimateSource } from './window.ts'

/**
 * What is believed of any town before the first delivery, fitted on the traces of two by `npm run backtest -- --fit`.
 * `shape` holds the exponents of `measure`, `logPace` and `hours` the logarithms of what it is multiplied by: for each
 * engine, and by the hour of the day.
 */
export type Prior = {
  shape: { router: number; straight: number }
  logPace: Record<EstimateSource, number>
  hours: number[]
  bands: { next: Band[]; later: Band[] }
}

export const FITTED: Prior = fitted

import { remainingMs, type Prediction } from './prediction.ts'

/** Somebody who says at each fix how long it still takes; milliseconds. */
export type Forecaster = { name: string; remains: (prediction: Prediction) => number }

export const doorstep: Forecaster = { name: 'Doorstep', remains: ({ shown, at }) => shown.estimateAt - at }

/**
 * What one would do without Doorstep. Whatever is fitted is fitted on the other vehicles' predictions only: the sum of
 * what really remained over the sum of what is measured.
 */
export function baselinesFor(predictions: readonly Prediction[]): Forecaster[] {
  const perMeter = rateOnOthers(predictions, ({ doorMeters }) => doorMeters)
  const perDriveMs = rateOnOthers(predictions, ({ driveMs }) => driveMs)
  return [
    { name: 'straight line / mean speed', remains: (one) => one.doorMeters * perMeter(one.vehicle) },
    { name: 'Valhalla, raw', remains: ({ driveMs }) => driveMs },
    { name: 'Valhalla x fitted factor', remains: (one) => one.driveMs * perDriveMs(one.vehicle) },
  ]
}

type Sums = { measured: number; remained: number }

function rateOnOthers(
  predictions: readonly Prediction[],
  measure: (prediction: Prediction) => number,
): (vehicle: string) => number {
  const own = new Map<string, Sums>()
  const all: Sums = { measured: 0, remained: 0 }
  for (const prediction of predictions) {
    const sums = own.get(prediction.vehicle) ?? { measured: 0, remained: 0 }
    own.set(prediction.vehicle, sums)
    for (const one of [sums, all]) {
      one.measured += measure(prediction)
      one.remained += remainingMs(prediction)
    }
  }
  return (vehicle) => {
    const { measured, remained } = own.get(vehicle) ?? { measured: 0, remained: 0 }
    return (all.remained - remained) / (all.measured - measured)
  }
}

import { quantile } from './figures.ts'
import { remainingMs, type Place, type Prediction, type Said } from './prediction.ts'

/** Somebody who says at each place when the driver comes, and in what range. */
export type Forecaster = { name: string; says: (prediction: Prediction) => Said }

export const doorstep: Forecaster = { name: 'Doorstep', says: ({ said }) => said }

/**
 * What one would do without Doorstep. Whatever is fitted is fitted on the other vehicles' places only: the rate (the sum
 * of what really remained over the sum of what is measured), and how far what came strayed from it, as a ratio.
 */
export function baselinesFor(places: readonly Place[]): Forecaster[] {
  const one = new Map([...new Set(places.map(({ vehicle }) => vehicle))].map((vehicle) => [vehicle, 1]))
  const perMeter = rateOnOthers(places, ({ doorMeters }) => doorMeters)
  const perDriveMs = rateOnOthers(places, ({ driveMs }) => driveMs)
  return [
    forecaster('straight line / mean speed', places, ({ doorMeters }) => doorMeters, perMeter),
    forecaster('Valhalla, raw', places, ({ driveMs }) => driveMs, one),
    forecaster('Valhalla x fitted factor', places, ({ driveMs }) => driveMs, perDriveMs),
  ]
}

type Measure = (place: Place) => number
type ByVehicle = Map<string, number>

function forecaster(name: string, places: readonly Place[], measure: Measure, rates: ByVehicle): Forecaster {
  const remains = (place: Place): number => measure(place) * (rates.get(place.vehicle) ?? 1)
  const ratios = places
    .map((place) => ({ vehicle: place.vehicle, ratio: remainingMs(place) / Math.max(1, remains(place)) }))
    .sort((a, b) => a.ratio - b.ratio)
  const strays = new Map(
    [...rates.keys()].map((vehicle) => {
      const others = ratios.filter((one) => one.vehicle !== vehicle).map(({ ratio }) => ratio)
      return [vehicle, [0.1, 0.9, 0.95].map((share) => quantile(others, share))]
    }),
  )
  return {
    name,
    says: (prediction) => {
      const left = remains(prediction)
      const [from = 1, to = 1, latestBy = 1] = (strays.get(prediction.vehicle) ?? []).map((ratio) => ratio * left)
      const { at } = prediction
      return { estimateAt: at + left, from: at + from, to: at + to, latestBy: at + latestBy }
    },
  }
}

type Sums = { measured: number; remained: number }

function rateOnOthers(places: readonly Place[], measure: Measure): ByVehicle {
  const own = new Map<string, Sums>()
  const all: Sums = { measured: 0, remained: 0 }
  for (const place of places) {
    const sums = own.get(place.vehicle) ?? { measured: 0, remained: 0 }
    own.set(place.vehicle, sums)
    for (const one of [sums, all]) {
      one.measured += measure(place)
      one.remained += remainingMs(place)
    }
  }
  return new Map(
    [...own].map(([vehicle, { measured, remained }]) => [
      vehicle,
      (all.remained - remained) / (all.measured - measured),
    ]),
  )
}

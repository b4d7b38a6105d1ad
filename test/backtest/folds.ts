import type { Prior } from '../../api/domain/prior.ts'
import { fit, type Town } from './fit.ts'
import { play } from './play.ts'
import type { Prediction } from './prediction.ts'

/** How one predicts for vehicles of which the prior knows nothing. */
export type Way = 'learning' | 'from-others' | 'prior-only'

/** Vehicles of a town that are predicted together, by a prior that was fitted without them. */
type Fold = { town: Town; isHeldOut: (vehicle: string) => boolean; prior: Prior }

const MOST_FOLDS = 5

/** Each vehicle is held out once, alone where there are few; the others of its town and all other towns teach the prior. */
export async function foldsOf(towns: readonly Town[], onFitted: (done: string) => void): Promise<Fold[]> {
  const folds: Fold[] = []
  for (const town of towns) {
    const vehicles = [...new Set(town.traces.map(({ vehicle }) => vehicle))].sort()
    const count = Math.min(MOST_FOLDS, vehicles.length)
    for (let fold = 0; fold < count; fold += 1) {
      const heldOut = new Set(vehicles.filter((_, index) => index % count === fold))
      const isHeldOut = (vehicle: string): boolean => heldOut.has(vehicle)
      const rest = { ...town, traces: town.traces.filter(({ vehicle }) => !isHeldOut(vehicle)) }
      folds.push({ town, isHeldOut, prior: await fit(towns.map((one) => (one === town ? rest : one))) })
      onFitted(`fitted without ${heldOut.size} of ${vehicles.length} vehicles`)
    }
  }
  return folds
}

/** What is said of every vehicle of a town while it is held out. */
export function predictHeldOut(folds: readonly Fold[], town: Town, way: Way): Prediction[] {
  return folds
    .filter((fold) => fold.town === town)
    .flatMap(({ isHeldOut, prior }) => {
      const learnsFrom = ({ vehicle }: { vehicle: string }): boolean =>
        way === 'learning' || (way === 'from-others' && !isHeldOut(vehicle))
      const { predictions } = play(town.traces, { ...town, prior, learnsFrom })
      return predictions.filter(({ vehicle }) => isHeldOut(vehicle))
    })
}

import { z } from 'zod'
import { distanceMeters, type Position } from '../../../api/domain/position.ts'
import { dataFolder, readRows, sentOf } from './legs.ts'
import type { Watch } from './play-leg.ts'

/** A phone that lay still for hours. */
export type Resting = { period: number; phone: string; fixes: Position[] }

const number = z.string().regex(/\S/).transform(Number).pipe(z.number())
const row = z.object({
  period: number,
  phone: z.string(),
  sensing: z.string(),
  ts: number,
  lat: number,
  lon: number,
  accuracy_m: number,
})

export async function readResting(): Promise<Resting[]> {
  const phones = new Map<string, Resting>()
  for (const one of await readRows(`${dataFolder('mobilitynet-phones')}stationary.csv`, row)) {
    const key = `${one.period} ${one.phone} ${one.sensing}`
    const resting = phones.get(key) ?? { period: one.period, phone: one.phone, fixes: [] }
    phones.set(key, resting)
    resting.fixes.push(sentOf(one).fix)
  }
  return [...phones.values()]
}

/** How often, and how far in all, a phone at rest is shown to move. */
export function falseMoves({ fixes }: Resting, watch: Watch): { moves: number; meters: number } {
  let [moves, meters] = [0, 0]
  let before: Position | undefined
  for (const fix of fixes) {
    watch.hear(fix, fix.at)
    const shown = watch.shown()
    const moved = before && shown ? distanceMeters(before, shown) : 0
    if (moved > 1) moves += 1
    meters += moved
    before = shown
  }
  return { moves, meters }
}

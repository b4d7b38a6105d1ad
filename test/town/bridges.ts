import { type Point, crossings } from './geometry.ts'
import type { Drawn } from './plan.ts'
import { riverbed } from './water.ts'

/** From abutment to abutment. */
const ABUTMENT_METERS = 14

/** Where a street goes over the river: from and to, along it. */
export function bridgesOf({ line }: Drawn): { from: number; to: number }[] {
  const banks = crossings(line, [...riverbed, riverbed[0] as Point])
    .map(({ one }) => one)
    .sort((a, b) => a - b)
  return banks.flatMap((from, index) => {
    const to = banks[index + 1]
    return index % 2 === 0 && to !== undefined ? [{ from: from - ABUTMENT_METERS, to: to + ABUTMENT_METERS }] : []
  })
}

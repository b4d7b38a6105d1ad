import type { Position } from '../domain/position.ts'
import { createTree, leafHash } from './merkle.ts'

/** A fix as it is hashed: time, place, speed, heading, accuracy; null for what the phone did not tell. */
const textOf = ({ at, lat, lng, speedMetersPerSecond, headingDegrees, accuracyMeters }: Position): string =>
  JSON.stringify([at, lat, lng, speedMetersPerSecond ?? null, headingDegrees ?? null, accuracyMeters ?? null])

export const leafOfFix = (salt: string, fix: Position): Buffer => leafHash(Buffer.from(`${salt} ${textOf(fix)}`))

/** Under which a chunk's fixes can be shown one by one, and the others kept back; hex. */
export function rootOfFixes(fixes: readonly Position[], saltOf: (place: number) => string): string {
  const tree = createTree()
  for (const [place, fix] of fixes.entries()) tree.add(leafOfFix(saltOf(place), fix))
  return tree.root()
}

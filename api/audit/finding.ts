import type { TrailRow } from '../../db/trail.ts'

/** Something that was done to the trail, and at which link of its chain, or from which up to which it must be. */
export type Finding = { dispensaryId: string; link: number; upTo?: number; what: string }

export const found = (row: TrailRow, what: string): Finding => ({
  dispensaryId: row.dispensaryId,
  link: row.link,
  what: `${what}: seq ${row.seq}, ${row.type} of ${row.subject}`,
})

export function missing(dispensaryId: string, first: number, last: number): Finding[] {
  if (!(first <= last)) return []
  if (first === last) return [{ dispensaryId, link: first, what: 'is missing' }]
  return [{ dispensaryId, link: first, upTo: last, what: `is missing, and so are all up to ${last}` }]
}

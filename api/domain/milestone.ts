/** The points of a delivery that its customer notices, in their order. */
export const STEPS = ['received', 'preparing', 'out-for-delivery', 'arriving-soon', 'arrived', 'delivered'] as const
export const EXITS = ['not-delivered', 'returned', 'cancelled'] as const

export type Step = (typeof STEPS)[number]
export type Exit = (typeof EXITS)[number]
export type Milestone = Step | Exit

export const isExit = (milestone: Milestone): milestone is Exit => EXITS.includes(milestone as Exit)

/** Nothing follows these: the order is closed. */
export const isFinal = (milestone: Milestone): boolean =>
  milestone === 'delivered' || milestone === 'returned' || milestone === 'cancelled'

const rank = (step: Step): number => STEPS.indexOf(step)

/** Milestones never go back, except that a new attempt follows `not-delivered`. */
export function mayFollow(current: Milestone, next: Milestone): boolean {
  if (isFinal(current)) return false
  if (isExit(next)) return next !== current
  if (current === 'not-delivered') return next !== 'received' && next !== 'preparing'
  return rank(next) > rank(current as Step)
}

import type { TrackView } from '../api/contract.ts'

const FINAL: readonly TrackView['milestone'][] = ['delivered', 'returned', 'cancelled']
const EXITS: readonly TrackView['milestone'][] = ['not-delivered', 'returned', 'cancelled']

type Reached = Pick<TrackView, 'milestone'>

/** Nothing more will be known of the order. */
export const isOver = ({ milestone }: Reached): boolean => FINAL.includes(milestone)

/** It ended elsewhere than at the door; after `not-delivered` a new attempt may follow. */
export const isExit = ({ milestone }: Reached): boolean => EXITS.includes(milestone)

/** Somebody is still to come to the door. */
export const isExpected = (view: Reached): boolean => !isOver(view) && !isExit(view)

import type { TrackView } from '../api/contract.ts'
import { clockOf } from './clock.ts'
import type { Milestone } from './messages.ts'
import { isExit } from './over.ts'
import type { Voice } from './voice.ts'

export type StepTold = {
  key: string
  label: string
  time: string | null
  state: 'done' | 'now' | 'ahead' | 'failed'
  /** The state in words, for those who cannot see the drawing. */
  stateWords: string
}

/** The five steps as drawn. Standing at the door renames the fourth; an exit takes the place of the fifth. */
export function tellSteps(view: TrackView, { say, locale }: Voice): StepTold[] {
  const clock = clockOf(locale, view.dispensary.timeZone)
  const exit = isExit(view)
  const current = view.steps.findLastIndex(({ done }) => done)
  return view.steps.map(({ step, reachedAt, done }, index) => {
    const isLast = index === view.steps.length - 1
    const state = exit && isLast ? 'failed' : !done ? 'ahead' : index === current && !isLast && !exit ? 'now' : 'done'
    const shown = renamed(step, view.milestone, exit && isLast)
    const at = shown === 'arrived' ? (view.waits?.since ?? null) : reachedAt
    return {
      key: step,
      label: say.step[shown],
      time: at && state !== 'failed' ? clock.time(at) : null,
      state,
      stateWords: say.stepState[state],
    }
  })
}

function renamed(step: Milestone, milestone: Milestone, atExit: boolean): Milestone {
  if (atExit) return milestone
  return step === 'arriving-soon' && milestone === 'arrived' ? 'arrived' : step
}

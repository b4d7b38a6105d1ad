import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EXITS, isExit, isFinal, mayFollow, STEPS, type Milestone } from '../../api/domain/milestone.ts'

const ALL: Milestone[] = [...STEPS, ...EXITS]

/** What may come after each milestone, in full. */
const MAY_FOLLOW: Record<Milestone, string> = {
  received: 'preparing out-for-delivery arriving-soon arrived delivered not-delivered returned cancelled',
  preparing: 'out-for-delivery arriving-soon arrived delivered not-delivered returned cancelled',
  'out-for-delivery': 'arriving-soon arrived delivered not-delivered returned cancelled',
  'arriving-soon': 'arrived delivered not-delivered returned cancelled',
  arrived: 'delivered not-delivered returned cancelled',
  delivered: '',
  'not-delivered': 'out-for-delivery arriving-soon arrived delivered returned cancelled',
  returned: '',
  cancelled: '',
}

describe('what may come after a milestone', () => {
  test.each(ALL)('after %s', (milestone) => {
    expect(ALL.filter((next) => mayFollow(milestone, next)).join(' ')).toBe(MAY_FOLLOW[milestone])
  })

  test('whatever is told in whatever order, a step is never followed by an earlier one but for a new attempt', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ALL), { maxLength: 30 }), (tellings) => {
        let current: Milestone = 'received'
        for (const next of tellings) {
          if (!mayFollow(current, next)) continue
          const isNewAttempt = current === 'not-delivered'
          if (!isExit(next) && !isNewAttempt) expect(ALL.indexOf(next)).toBeGreaterThan(ALL.indexOf(current))
          expect(isFinal(current)).toBe(false)
          current = next
        }
      }),
    )
  })
})

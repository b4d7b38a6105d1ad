import { describe, expect, test } from 'vitest'
import { evolveLinks, isOver, pageEndsAt, type LinkStandings } from '../../api/domain/link.ts'
import { hours } from '../../api/domain/time.ts'

const on = { orderId: '1', linkId: 'a' }
const suspected = { type: 'link.suspected', time: 1, data: { ...on, because: 'guessed' } } as const
const cleared = { type: 'link.cleared', time: 1, data: { ...on, by: 'kim' } } as const
const revoked = { type: 'link.revoked', time: 1, data: on } as const

test.each<[string, Parameters<typeof evolveLinks>[1][], LinkStandings | undefined]>([
  ['nothing happened to', [], undefined],
  ['that is suspected', [suspected], { a: 'map-closed' }],
  ['that staff have opened again', [suspected, cleared], { a: 'trusted' }],
  ['that is suspected again after that', [suspected, cleared, suspected], { a: 'trusted' }],
  ['that is revoked', [suspected, revoked], { a: 'revoked' }],
  ['that is revoked, whatever comes later', [revoked, suspected, cleared], { a: 'revoked' }],
])('a link %s stands as it should', (_, events, standing) => {
  expect(events.reduce(evolveLinks, undefined as LinkStandings | undefined)).toEqual(standing)
})

describe('an order’s page', () => {
  const order = { milestone: 'received' as const, reachedAt: { received: hours(1) } }
  const window = { estimateAt: 0, from: 0, to: hours(40), latestBy: 0, source: 'straight-line' as const }
  test.each([
    [
      'a day after it was handed over',
      { milestone: 'delivered' as const, reachedAt: { delivered: hours(2) } },
      hours(26),
    ],
    ['a week after it came in, if nothing else is heard', {}, hours(169)],
    ['a week after it was last changed', { updatedAt: hours(3) }, hours(171)],
    ['a week after the end of its window', { window }, hours(208)],
    ['a week after what was promised', { promise: { from: 0, to: hours(50) } }, hours(218)],
    [
      'a week after the last try at the door',
      { milestone: 'not-delivered' as const, reachedAt: { received: 1, 'not-delivered': hours(9) } },
      hours(177),
    ],
  ])('ends %s', (_, known, end) => {
    const its = { ...order, ...known }
    expect([pageEndsAt(its), isOver(its, {}, end), isOver(its, {}, end + 1)]).toEqual([end, false, true])
  })

  test('ends as early or late as the store wants, and at once when its customer is forgotten', () => {
    const delivered = { milestone: 'delivered' as const, reachedAt: { delivered: 0 } }
    expect([isOver(delivered, { linkHours: 2 }, hours(2)), isOver(delivered, { linkHours: 2 }, hours(2) + 1)]).toEqual([
      false,
      true,
    ])
    expect(isOver({ ...order, forgottenAt: 1 }, {}, hours(1))).toBe(true)
  })
})

import { expect, test } from 'vitest'
import { keptBecause, type KeptBecause } from '../../api/domain/forgetting.ts'
import type { Milestone } from '../../api/domain/milestone.ts'
import { hours } from '../../api/domain/time.ts'
import type { Route } from '../../api/domain/route.ts'
import { at } from './given.ts'

const route = (driven: Partial<Route>): Route => ({ id: 'r', driverId: 'sam', stops: [], ...driven })
const ROUTES = {
  none: undefined,
  planned: route({}),
  driven: route({ departedAt: at(0) }),
  ended: route({ departedAt: at(0), endedAt: at(5) }),
}

const why = (milestone: Milestone, driven: keyof typeof ROUTES = 'none', now = at(10), updatedAt?: number) =>
  keptBecause(
    {
      id: '1',
      number: '1',
      milestone,
      reachedAt: { received: at(0), [milestone]: at(1) },
      ...(updatedAt && { updatedAt }),
    },
    ROUTES[driven],
    now,
  )

test.each<[Milestone, keyof typeof ROUTES, KeptBecause | undefined]>([
  ['received', 'none', 'open'],
  ['received', 'planned', 'open'],
  ['preparing', 'none', 'open'],
  ['out-for-delivery', 'none', 'under-way'],
  ['out-for-delivery', 'driven', 'under-way'],
  ['arriving-soon', 'driven', 'under-way'],
  ['arrived', 'driven', 'under-way'],
  ['not-delivered', 'driven', 'under-way'],
  ['not-delivered', 'ended', undefined],
  ['not-delivered', 'planned', undefined],
  ['not-delivered', 'none', undefined],
  ['delivered', 'driven', undefined],
  ['returned', 'none', undefined],
  ['cancelled', 'driven', undefined],
])('a customer whose order is %s, on a route that is %s, is kept: %s', (milestone, driven, expected) => {
  expect(why(milestone, driven)).toBe(expected)
})

test('a week without a word of it closes any order, and a change is a word', () => {
  const week = hours(7 * 24)
  expect(why('out-for-delivery', 'driven', at(1) + week - 1)).toBe('under-way')
  expect(why('out-for-delivery', 'driven', at(1) + week)).toBeUndefined()
  expect(why('received', 'none', at(1) + week, at(2))).toBe('open')
})

import { describe, expect, test } from 'vitest'
import { hasRecovered, isDelayed, laterBecause } from '../../api/domain/delay.ts'
import type { DoorstepEvent } from '../../api/domain/event.ts'
import type { Order } from '../../api/domain/order.ts'
import type { RevisionCause } from '../../api/domain/window.ts'
import { at, orderAfter, told } from './given.ts'

const o = { orderId: '1' }
const received = told(0, 'order.received', { ...o, number: '1042' })
const revised = (minute: number, estimate: number, cause: RevisionCause): DoorstepEvent =>
  told(minute, 'window.revised', {
    ...o,
    from: at(estimate - 5),
    to: at(estimate + 5),
    estimateAt: at(estimate),
    latestBy: at(estimate + 10),
    source: 'valhalla',
    cause,
  })

/** Promised from 20 to 30. */
const after = (...events: DoorstepEvent[]): Order => orderAfter([received, revised(5, 25, 'departed'), ...events]).order
const inWords = (order: Order): string =>
  [isDelayed(order) && 'delayed', hasRecovered(order) && 'recovered', laterBecause(order)].filter(Boolean).join(' ')

describe('an order is late against what was first told, and the customer is told why', () => {
  test.each([
    ['by nine minutes: later, but not yet delayed', [revised(6, 39, 'slower')], 'slower'],
    ['by ten minutes: delayed', [revised(6, 40, 'earlier-stop')], 'delayed earlier-stop'],
    [
      'for two reasons, one after the other: the last is told',
      [revised(6, 40, 'slower'), revised(7, 45, 'resequenced')],
      'delayed resequenced',
    ],
    ['progress after it is no new reason', [revised(6, 40, 'slower'), revised(7, 40, 'progress')], 'delayed slower'],
    ['almost back is still delayed', [revised(6, 45, 'slower'), revised(7, 31, 'faster')], 'delayed slower'],
    ['back within the promise it has recovered', [revised(6, 45, 'slower'), revised(7, 24, 'faster')], 'recovered'],
    [
      'late a second time it is delayed again',
      [revised(6, 45, 'slower'), revised(7, 24, 'faster'), revised(8, 50, 'signal-lost')],
      'delayed signal-lost',
    ],
    [
      'a new attempt begins without it',
      [
        revised(6, 45, 'slower'),
        told(50, 'handoff.refused', { ...o, reason: 'not-home' }),
        told(90, 'route.departed', { routeId: 'r2' }),
      ],
      '',
    ],
  ])('%s', (_, events, expected) => {
    expect(inWords(after(...events))).toBe(expected)
  })

  test('once it is delivered nothing is late any more', () => {
    const order = after(revised(6, 45, 'slower'), told(44, 'handoff.completed', o))
    expect([isDelayed(order), hasRecovered(order)]).toEqual([false, false])
  })
})

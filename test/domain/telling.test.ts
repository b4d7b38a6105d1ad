import { describe, expect, test } from 'vitest'
import type { NotificationKind } from '../../api/domain/notification.ts'
import type { OrderFacts } from '../../api/domain/order-event.ts'
import { heldUntil, isWanted, ladderOf, type Telling } from '../../api/domain/telling.ts'

const ZONE = 'America/Los_Angeles'
const clock = (time: string, day = 24): number => Date.parse(`2026-04-${day}T${time}:00-07:00`)

describe('the channels of a message', () => {
  test.each<[NotificationKind, Telling | undefined, string[]]>([
    ['delivered', undefined, ['web-push', 'email', 'sms']],
    ['delayed', {}, ['web-push', 'email', 'sms']],
    ['preparing', undefined, []],
    ['preparing', { channels: { preparing: ['email'] } }, ['email']],
    ['delivered', { channels: { delivered: ['sms', 'email'] } }, ['sms', 'email']],
    ['delivered', { channels: { delivered: [] } }, []],
  ])('%s as %j', (kind, telling, expected) => {
    expect(ladderOf(kind, telling)).toEqual(expected)
  })
})

describe('whether a message is sent of such an order at this hour', () => {
  const evening: Telling = { only: { delivered: { within: { from: '17:00', to: '02:00' } } } }
  const due: Telling = { only: { delivered: { payment: 'due' } } }
  const scheduled: Telling = { only: { delivered: { type: 'scheduled' } } }
  const both: Telling = { only: { delivered: { payment: 'due', type: 'asap' } } }
  test.each<[string, Telling, string, OrderFacts, boolean]>([
    ['nothing said', {}, '03:00', {}, true],
    ['within the hours', evening, '17:00', {}, true],
    ['over midnight', evening, '01:59', {}, true],
    ['outside the hours', evening, '02:00', {}, false],
    ['to be paid, as wished', due, '12:00', { payment: 'due' }, true],
    ['paid already', due, '12:00', { payment: 'paid' }, false],
    ['not known to be paid', { only: { delivered: { payment: 'paid' } } }, '12:00', {}, false],
    ['scheduled, as wished', scheduled, '12:00', { type: 'scheduled' }, true],
    ['for as soon as possible', scheduled, '12:00', { type: 'asap' }, false],
    ['of a type that nobody told', scheduled, '12:00', { payment: 'due' }, false],
    ['of a type that nobody told, where only those for at once are wished', both, '12:00', { payment: 'due' }, false],
    ['of the right type and paid already', both, '12:00', { payment: 'paid', type: 'asap' }, false],
    ['of the right type and to be paid', both, '12:00', { payment: 'due', type: 'asap' }, true],
    [
      'of no type, where another message is for the scheduled',
      { only: { delayed: { type: 'scheduled' } } },
      '12:00',
      {},
      true,
    ],
  ])('%s', (_, telling, time, facts, expected) => {
    expect(isWanted('delivered', telling, facts, ZONE, clock(time))).toBe(expected)
  })
})

describe('when a message may go out', () => {
  const held = (kind: NotificationKind, time: string, telling?: Telling, at = clock(time)): string =>
    new Date(heldUntil(kind, telling, at, ZONE, clock(time)) - 7 * 3_600_000).toISOString().slice(8, 16)

  test.each<[NotificationKind, string, string]>([
    ['delivered', '23:30', '24T23:30'],
    ['arriving-soon', '03:00', '24T03:00'],
    ['delayed', '22:00', '24T22:00'],
    ['preparing', '12:00', '24T12:05'],
    ['preparing', '20:56', '25T08:00'],
    ['preparing', '23:30', '25T08:00'],
    ['preparing', '07:00', '24T08:00'],
    ['preparing', '08:00', '24T08:05'],
  ])('%s at %s: %s', (kind, time, expected) => {
    expect(held(kind, time)).toBe(expected)
  })

  test.each([
    ['are put forward', '2026-03-07T23:30:00-08:00', '2026-03-08T08:00:00-07:00'],
    ['are put back', '2026-10-31T23:30:00-07:00', '2026-11-01T08:00:00-08:00'],
    ['were put forward at night', '2026-03-08T00:30:00-08:00', '2026-03-08T08:00:00-07:00'],
  ])('until the morning on which the clocks %s', (_, packed, told) => {
    const at = Date.parse(packed)
    expect(heldUntil('preparing', undefined, at, ZONE, at)).toBe(Date.parse(told))
  })

  test('a store may have other quiet hours', () => {
    expect(held('preparing', '12:10', { quiet: { from: '12:00', to: '15:00' } })).toBe('24T15:00')
  })

  test('what was packed long ago is held no longer', () => {
    expect(held('preparing', '12:00', undefined, clock('11:50'))).toBe('24T12:00')
  })
})

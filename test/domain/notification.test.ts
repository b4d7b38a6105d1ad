import { describe, expect, test } from 'vitest'
import type { Delay } from '../../api/domain/delay.ts'
import type { Milestone } from '../../api/domain/milestone.ts'
import {
  CHANNELS,
  isStillTrue,
  occasionsOf,
  planNotification,
  renewed,
  type Before,
  type Channel,
} from '../../api/domain/notification.ts'
import { at } from './given.ts'

const reached = at(0)
const order = (milestone: Milestone, delay?: Delay) => ({
  milestone,
  reachedAt: { [milestone]: reached },
  ...(delay && { delay }),
})
const plan = (milestone: Milestone, channels: Channel[], nowMinute = 0, before: Before[] = []) =>
  occasionsOf(order(milestone)).flatMap(
    (occasion) => planNotification(occasion, CHANNELS, new Set(channels), before, at(nowMinute)) ?? [],
  )

describe('which messages a milestone calls for', () => {
  test.each<[Milestone, number | undefined]>([
    ['received', undefined],
    ['preparing', 720],
    ['out-for-delivery', 30],
    ['arriving-soon', 3],
    ['arrived', undefined],
    ['delivered', 60],
    ['not-delivered', 60],
    ['returned', undefined],
    ['cancelled', undefined],
  ])('%s: true for %s minutes', (milestone, minutesTrue) => {
    const expected =
      minutesTrue === undefined ? [] : [{ kind: milestone, channel: 'email', expiresAt: at(minutesTrue), late: false }]
    expect(plan(milestone, ['email'])).toEqual(expected)
  })

  test.each<[string, Channel[], Channel[]]>([
    ['push before all', ['sms', 'email', 'web-push'], ['web-push']],
    ['mail before text messages', ['sms', 'email'], ['email']],
    ['a text message when nothing else reaches them', ['sms'], ['sms']],
    ['nobody to reach, nothing to send', [], []],
  ])('one message, on one channel: %s', (_, reachable, expected) => {
    expect(plan('delivered', reachable).map(({ channel }) => channel)).toEqual(expected)
  })

  test.each<[string, Before[], Channel[]]>([
    ['who has it', [{ channel: 'email', status: 'opened' }], []],
    ['who is about to get it', [{ channel: 'email', status: 'planned' }], []],
    ['who is being sent it', [{ channel: 'email', status: 'claimed' }], []],
    ['who may have it', [{ channel: 'email', status: 'failed', trouble: 'unknown' }], []],
    ['whose mail came back', [{ channel: 'email', status: 'failed', trouble: 'permanent' }], ['sms']],
    ['whose mail was not sent', [{ channel: 'email', status: 'dropped' }], ['sms']],
    [
      'who can be reached no other way',
      [
        { channel: 'email', status: 'failed' },
        { channel: 'sms', status: 'failed' },
      ],
      [],
    ],
  ])('told before: %s', (_, before, expected) => {
    expect(plan('delivered', ['email', 'sms'], 0, before).map(({ channel }) => channel)).toEqual(expected)
  })

  test.each<[Milestone, number, boolean]>([
    ['arriving-soon', 2.9, false],
    ['arriving-soon', 3, true],
    ['out-for-delivery', 29, false],
    ['out-for-delivery', 30, true],
    ['delivered', 61, true],
  ])('late news is no news: %s told after %s minutes is late: %s', (milestone, minute, late) => {
    expect(plan(milestone, ['sms'], minute)).toMatchObject([{ late }])
  })
})

describe('a delay', () => {
  const late = { since: at(5) }
  const over = { since: at(5), recoveredAt: at(20) }
  const kinds = (milestone: Milestone, delay: Delay): string[] =>
    occasionsOf(order(milestone, delay)).map(({ kind }) => kind)

  test.each<[Milestone, Delay, string[]]>([
    ['received', late, ['delayed']],
    ['out-for-delivery', late, ['out-for-delivery', 'delayed']],
    ['out-for-delivery', over, ['out-for-delivery', 'back-on-time']],
    ['arriving-soon', late, ['arriving-soon']],
    ['arrived', over, []],
    ['delivered', late, ['delivered']],
    ['not-delivered', late, ['not-delivered']],
  ])('of an order that is %s, %j, is told as %j', (milestone, delay, expected) => {
    expect(kinds(milestone, delay)).toEqual(expected)
  })

  test('and its end go by the same name, so that each is told once however often they come and go', () => {
    const both = [late, over].map((delay) => occasionsOf(order('received', delay))[0])
    expect(both).toEqual([
      { kind: 'delayed', since: at(5), at: at(5) },
      { kind: 'back-on-time', since: at(5), at: at(20) },
    ])
  })

  test('is true as long as it lasts', () => {
    expect([isStillTrue('delayed', order('received', late)), isStillTrue('delayed', order('received', over))]).toEqual([
      true,
      false,
    ])
  })
})

test('staff have a failed message sent again as if it had happened now, while it is true', () => {
  const failed = { kind: 'delivered', channel: 'email', status: 'failed' } as const
  expect(renewed(failed, order('delivered'), at(100))).toEqual({
    kind: 'delivered',
    channel: 'email',
    expiresAt: at(160),
  })
  expect(renewed(failed, order('returned'), at(100))).toBeUndefined()
  expect(renewed({ ...failed, status: 'sent' }, order('delivered'), at(100))).toBeUndefined()
})

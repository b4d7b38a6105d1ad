import { describe, expect, test } from 'vitest'
import type { Milestone } from '../../api/domain/milestone.ts'
import { planNotifications, type Channel } from '../../api/domain/notification.ts'
import { at } from './given.ts'

const reached = at(0)
type Before = Parameters<typeof planNotifications>[3]
const plan = (milestone: Milestone, channels: Channel[], nowMinute = 0, before: Before = []) =>
  planNotifications(milestone, reached, new Set(channels), before, at(nowMinute))

describe('which messages a milestone calls for', () => {
  test.each<[Milestone, number | undefined]>([
    ['received', undefined],
    ['preparing', undefined],
    ['out-for-delivery', 30],
    ['arriving-soon', 3],
    ['arrived', undefined],
    ['delivered', 60],
    ['not-delivered', 60],
    ['returned', undefined],
    ['cancelled', undefined],
  ])('%s: true for %s minutes', (milestone, minutesTrue) => {
    const expected =
      minutesTrue === undefined ? [] : [{ kind: milestone, channel: 'email', expiresAt: at(minutesTrue) }]
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

  test.each<[string, Before, Channel[]]>([
    ['who has it', [{ channel: 'email', status: 'sent' }], []],
    ['who is about to get it', [{ channel: 'email', status: 'planned' }], []],
    ['who may have it', [{ channel: 'email', status: 'claimed' }], []],
    ['whose mail came back', [{ channel: 'email', status: 'failed' }], ['sms']],
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

  test.each<[Milestone, number, number]>([
    ['arriving-soon', 2.9, 1],
    ['arriving-soon', 3, 0],
    ['out-for-delivery', 29, 1],
    ['out-for-delivery', 30, 0],
    ['delivered', 61, 0],
  ])('late news is no news: %s told after %s minutes gives %i messages', (milestone, minute, count) => {
    expect(plan(milestone, ['sms'], minute)).toHaveLength(count)
  })
})

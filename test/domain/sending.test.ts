import { describe, expect, test } from 'vitest'
import { MESSAGE_STATUSES, type MessageStatus } from '../../api/domain/notification.ts'
import { retryAt, statusesBefore, type Trouble } from '../../api/domain/sending.ts'
import { hours, minutes, seconds } from '../../api/domain/time.ts'

const message = (attempts = 0, life = hours(1)) => ({ plannedAt: 0, expiresAt: life, attempts })

describe('when a message that could not be sent is tried again', () => {
  test.each<[Trouble, number | undefined]>([
    ['transient', seconds(10)],
    ['throttled', seconds(30)],
    ['permanent', undefined],
    ['opted-out', undefined],
    ['filtered', undefined],
    ['unknown', undefined],
  ])('%s: after %s ms', (trouble, wait) => {
    expect(retryAt(message(), trouble, 0, 0)).toBe(wait)
  })

  test.each([0, 1, 2, 3])('after %i tries, twice as long each time, and up to half as long again', (attempts) => {
    const first = seconds(10) * 2 ** attempts
    expect([0, 0.5, 1].map((chance) => retryAt(message(attempts), 'transient', chance, 0))).toEqual([
      first,
      first * 1.25,
      first * 1.5,
    ])
  })

  test('five tries are enough', () => {
    expect(retryAt(message(4), 'transient', 0, 0)).toBeUndefined()
  })

  test('never before the provider asks to be asked again', () => {
    expect(retryAt(message(), 'throttled', 0, 0, minutes(7))).toBe(minutes(7))
  })

  test('never in the second half of its life, which belongs to the next channel', () => {
    expect(retryAt(message(3, minutes(3)), 'transient', 0, minutes(0.1))).toBe(minutes(0.1) + seconds(80))
    expect(retryAt(message(3, minutes(3)), 'transient', 0, minutes(0.2))).toBeUndefined()
  })
})

test('a message comes to each status from those before it only, so its news may come in any order', () => {
  const from = Object.fromEntries(MESSAGE_STATUSES.map((status) => [status, statusesBefore(status).sort()]))
  const open: MessageStatus[] = ['accepted', 'claimed', 'planned', 'sent']
  expect(from).toEqual({
    planned: [],
    claimed: ['planned'],
    sent: ['claimed', 'planned'],
    accepted: ['claimed', 'planned', 'sent'],
    failed: open,
    dropped: open,
    delivered: [...open, 'failed', 'dropped'].sort(),
    opened: [...open, 'failed', 'dropped', 'delivered'].sort(),
  })
})

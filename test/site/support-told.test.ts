import { expect, test } from 'vitest'
import { tellOrder } from '../../site/support/told.ts'
import { lateOrder } from './support-orders.ts'

test.each([
  ['2026-04-25T02:40:00Z', 0, '7:40 PM, as first told'],
  ['2026-04-25T02:51:00Z', 60_000, '7:51 PM, 1 minute later than first told'],
  ['2026-04-25T03:02:30Z', 750_000, '8:02 PM, 13 minutes later than first told'],
  ['2026-04-25T02:13:00Z', -720_000, '7:13 PM, 12 minutes earlier than first told'],
])('an order whose door was reached at %s tells staff how that met the promise', (at, missedMs, words) => {
  const { facts } = tellOrder({ ...lateOrder, met: { at, missedMs } }, 'America/Los_Angeles')
  expect(facts.find(({ name }) => name === 'Reached')?.value.replace(/\s/g, ' ')).toBe(words)
})

test('nothing is told of a door that was not reached', () => {
  expect(tellOrder(lateOrder, 'America/Los_Angeles').facts.map(({ name }) => name)).not.toContain('Reached')
})

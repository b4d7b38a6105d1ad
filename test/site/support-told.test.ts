import { expect, test } from 'vitest'
import { headline } from '../../site/support/connections-told.ts'
import { tellHook } from '../../site/support/hooks-told.ts'
import { tellOrder } from '../../site/support/told.ts'
import { connectionPages } from './support-connections.ts'
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

test('a hook that is told nothing any more is said first, and why', () => {
  const { connections } = connectionPages['/support/connections?hooks'] ?? {}
  if (!connections) throw new Error('No such page')
  expect(headline(connections)).toBe('One hook needs you')
  const [off] = connections.hooks.map((hook) => tellHook(hook, connections.asOf, connections.timeZone))
  expect(off).toMatchObject({ sign: 'problem', stateWords: 'Switched off', host: 'till.example' })
  expect(off?.trouble).toBe(
    'It began to fail 6 days ago (answered 503). It is told nothing any more; whoever runs it has to subscribe anew.',
  )
  expect(off?.facts.map(({ name }) => name)).toEqual(['Told of', 'Last told', 'Given up'])
})

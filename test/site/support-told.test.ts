import { expect, test } from 'vitest'
import { headline } from '../../site/support/connections-told.ts'
import { tellHook } from '../../site/support/hooks-told.ts'
import { tellFailed } from '../../site/support/messages-told.ts'
import { tellOrder } from '../../site/support/told.ts'
import { connectionPages } from './support-connections.ts'
import { messagePages } from './support-messages.ts'
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

test('what a customer wrote back stands with its day where that is another, and with what staff have to know', () => {
  const reply = { channel: 'email' as const, words: 'Hello', fromElsewhere: false, files: 0 }
  const replies = [
    { ...reply, at: '2026-04-25T02:24:00Z' },
    { ...reply, at: '2026-05-02T16:00:00Z', words: '', fromElsewhere: true, files: 1 },
  ]
  const told = tellOrder({ ...lateOrder, replies }, 'America/Los_Angeles').replies
  expect(told.map(({ name, ...rest }) => ({ name: name.replace(/\s/g, ' '), ...rest }))).toEqual([
    { name: '7:24 PM, by e-mail', value: 'Hello', asides: [] },
    {
      name: 'Sat, May 2, 9:00 AM, by e-mail',
      value: 'No words.',
      asides: [
        'From another address than the one above: it may be somebody else.',
        'A file came with it, and is not kept.',
      ],
    },
  ])
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
  expect(off?.facts.map(({ name }) => name)).toEqual(['Told of', 'Last told', 'Never told'])
})

test('why a message went nowhere is said in words, also where we dropped it ourselves', () => {
  const { failed = [], timeZone = '' } = messagePages['/support/messages']?.outgoing ?? {}
  const whys = failed.map((one) => tellFailed(one, timeZone).why)
  expect(failed.filter(({ trouble }) => trouble === null)).toHaveLength(4)
  expect(whys.filter((why) => !/^[A-Z].+\.$/.test(why))).toEqual([])
})

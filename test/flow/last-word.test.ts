import { expect, test } from 'vitest'
import { openDoorstep, STORE, type Sent } from '../doorstep.ts'
import { told } from './customer.ts'

/** So many turns of the event loop after an order was handed over its customer says no: one of them is the last moment. */
const TURNS = 60

test.each([
  ['stops messages of the order', 'opted-out'],
  ['is forgotten', 'forgotten'],
] as const)('who %s while a message is being made ready gets none, at whatever moment', async (what, reason) => {
  const silent = new Set<string>()
  const violations: string[] = []
  const orderOf = (message: Sent['message']): string => message.id.split(':')[1] ?? ''
  await using doorstep = await openDoorstep({
    answer: ({ message }) => {
      if (silent.has(orderOf(message))) violations.push(orderOf(message))
      return { outcome: 'sent' }
    },
  })
  const { stages, now } = doorstep
  for (let turns = 0; turns < TURNS; turns += 1) {
    const orderId = `${turns}`
    const tell = (event: Parameters<typeof stages.record>[0]['event'], attached = {}) =>
      stages.record({ dispensaryId: STORE.id, source: 'test', eventId: `${event.type}:${orderId}`, event, attached })
    const contacts = { [orderId]: { email: `c${orderId}@example.com` } }
    await tell({ type: 'order.received', time: now(), data: { orderId, number: orderId } }, { contacts })
    await tell({ type: 'handoff.completed', time: now(), data: { orderId } })
    for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate)
    const no =
      what === 'is forgotten'
        ? ({ type: 'contact.forgotten', time: now(), data: { orderId, by: 'staff' } } as const)
        : ({
            type: 'consent.withdrawn',
            time: now(),
            data: { orderId, channel: 'email', source: 'page', scope: 'order' },
          } as const)
    await tell(no)
    silent.add(orderId)
    await stages.idle()
  }
  expect(violations).toEqual([])
  const ends = new Set((await told(doorstep)).filter((line) => !line.startsWith('planned')))
  expect(ends).toEqual(new Set(['sent delivered email', `dropped delivered email ${reason}`]))
})

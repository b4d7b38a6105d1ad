import { describe, expect, test } from 'vitest'
import { onfleet } from '../../../api/ingest/driver/onfleet.ts'
import { CONTEXT, meaningOf, refusalOf } from './told.ts'

const AT = Date.parse('2026-04-25T01:30:00Z')
const TASK = {
  shortId: 'a1b2c3d4',
  pickupTask: false,
  metadata: [{ name: 'order_id', type: 'string', value: '5012' }],
  destination: { location: [-123.04, 38.31], address: { street: 'Alder St', number: '12' }, notes: 'gate code 1234' },
  recipients: [{ name: 'Ana Reyes', phone: '+17075550141' }],
  completionDetails: { failureReason: 'NONE', failureNotes: 'Ana was not there', signatureUploadId: 'sig' },
  notes: 'ring twice',
}
const body = (triggerId: number, beside: object = {}, task: object | null = {}) => ({
  triggerId,
  taskId: 'task~1',
  workerId: 'worker~1',
  time: AT,
  data: task && { task: { ...TASK, ...task } },
  ...beside,
})
const translate = (told: object, statuses = {}) => meaningOf(onfleet, { body: told }, { statuses })
const types = (told: object, statuses = {}) => translate(told, statuses).events.map(({ event }) => event.type)

describe('Onfleet tells of an order', () => {
  test('that it left the store, and where its door is, longitude first', () => {
    expect(translate(body(0))).toEqual({
      events: [
        {
          eventId: 'task~1:taskstarted',
          event: { type: 'order.departed', time: AT, data: { orderId: '5012' } },
          attached: { contacts: { '5012': { door: { lat: 38.31, lng: -123.04 } } } },
        },
      ],
      fixes: [],
      unknown: [],
    })
  })

  test('that it was handed over, or was not, and nothing of who, where and how', () => {
    expect(translate(body(3))).toEqual({
      events: [
        { eventId: 'task~1:taskcompleted', event: { type: 'handoff.completed', time: AT, data: { orderId: '5012' } } },
      ],
      fixes: [],
      unknown: [],
    })
    expect(translate(body(4))).toEqual({
      events: [
        {
          eventId: 'task~1:taskfailed',
          event: { type: 'handoff.refused', time: AT, data: { orderId: '5012', reason: 'other' } },
        },
      ],
      fixes: [],
      unknown: [],
    })
  })

  test('why it was not, in words of its own that staff see as they are', () => {
    const { events, unknown } = translate(body(4, {}, { completionDetails: { failureReason: 'DOG_IN_YARD' } }))
    expect(events.map(({ event }) => event.data)).toEqual([{ orderId: '5012', reason: 'other' }])
    expect(unknown).toEqual([{ orderId: '5012', status: 'taskFailed DOG_IN_YARD' }])
  })

  test('a second try as events of its own, for it is another task', () => {
    const again = translate(body(0, { taskId: 'task~2' })).events[0]
    expect(again?.eventId).toBe('task~2:taskstarted')
    expect(again?.event.data).toEqual({ orderId: '5012' })
  })

  test.each([
    ['comes near', 1, { etaSeconds: 600 }],
    ['is about to arrive', 2, { distance: 150 }],
  ])('and that its driver %s', (_, triggerId, beside) => {
    const { events } = translate(body(triggerId, beside))
    expect(events.map(({ event }) => [event.type, event.data])).toEqual([['order.approached', { orderId: '5012' }]])
  })

  test.each([
    ['that a task was made for it', 6, {}],
    ['that its task was changed', 7, {}],
    ['that its task was withdrawn', 8, {}],
    ['that a driver was found', 9, {}],
    ['that its driver was taken away', 10, {}],
    ['that it is late', 12, { delay: 900 }],
    ['that its task was copied', 13, {}],
  ])('and it is no event yet, nor unknown: %s', (_, triggerId, beside) => {
    expect(translate(body(triggerId, beside))).toEqual({ events: [], fixes: [], unknown: [] })
  })

  test('that its driver comes near only when that is near', () => {
    const heard = (triggerId: number, beside: object) =>
      types(body(triggerId, beside), { tasketa: 'packed', taskarrival: 'packed' })
    expect(heard(1, { etaSeconds: 600 })).toEqual(['order.packed'])
    expect(heard(1, { etaSeconds: 601 })).toEqual([])
    expect(heard(1, {})).toEqual([])
    expect(heard(2, { distance: 1_500 })).toEqual(['order.packed'])
    expect(heard(2, { distance: 1_501 })).toEqual([])
    expect(heard(2, {})).toEqual(['order.packed'])
  })

  test('what the dispensary has its own word for', () => {
    expect(types(body(9), { taskassigned: 'packed' })).toEqual(['order.packed'])
  })

  test('something new: it changes nothing and staff see it', () => {
    expect(translate(body(11))).toEqual({ events: [], fixes: [], unknown: [{ orderId: '5012', status: 'trigger 11' }] })
    expect(translate(body(99)).unknown).toEqual([{ orderId: '5012', status: 'trigger 99' }])
  })

  test.each([0, 3, 4, 8, 99])('and picking goods up is nobody’s delivery (trigger %i)', (triggerId) => {
    expect(translate(body(triggerId, {}, { pickupTask: true }))).toEqual({ events: [], fixes: [], unknown: [] })
  })

  test('by a clock that runs ahead: it was now', () => {
    expect(translate(body(3, { time: CONTEXT.now + 60_000 })).events[0]?.event.time).toBe(CONTEXT.now)
    expect(translate(body(3, { time: undefined })).events[0]?.event.time).toBe(CONTEXT.now)
  })
})

describe('which order a task is of', () => {
  const orderOf = (task: object | null, beside: object = {}) =>
    translate(body(3, beside, task)).events.map(({ event }) => 'orderId' in event.data && event.data.orderId)

  test.each([
    ['its metadata say', {}, '5012'],
    ['however they write it', { metadata: [{ name: 'orderId', value: 5012 }] }, '5012'],
    ['else its short id', { metadata: [] }, 'a1b2c3d4'],
    ['not a number that JSON has already changed', { metadata: [{ name: 'order_id', value: 2 ** 60 }] }, 'a1b2c3d4'],
    ['whatever else is noted', { metadata: [{ value: 1 }, 'x', { name: 'order_id', value: '5012' }] }, '5012'],
    ['not a blank', { metadata: [{ name: 'order_id', value: ' ' }] }, 'a1b2c3d4'],
    ['else its id', { metadata: undefined, shortId: undefined }, 'task~1'],
  ])('%s', (_, task, orderId) => {
    expect(orderOf(task)).toEqual([orderId])
  })

  test('its id, when it is gone already', () => {
    expect(orderOf(null)).toEqual(['task~1'])
  })
})

describe('what is about no order changes nothing', () => {
  test.each([
    [
      'a driver goes off duty',
      { triggerId: 5, workerId: 'worker~1', status: 0, time: AT, data: { worker: { name: 'Sam Doe' } } },
    ],
    ['a driver joins', { triggerId: 15, workerId: 'worker~1', time: AT }],
    ['a route is planned', { triggerId: 22, time: AT, data: {} }],
  ])('%s', (_, told) => {
    expect(translate(told)).toEqual({ events: [], fixes: [], unknown: [] })
  })
})

test.each([
  ['no door', { destination: undefined }],
  ['an empty one', { destination: { location: [] } }],
  ['one the other way round', { destination: { location: [38.31, -123.04] } }],
  ['one on no map', { destination: { location: [0, 0] } }],
])('a departure is heard though Onfleet tells %s', (_, task) => {
  const { events } = translate(body(0, {}, task))
  expect(events.map(({ event, attached }) => [event.type, attached])).toEqual([['order.departed', undefined]])
})

test.each<[string, object, string]>([
  ['no trigger', { taskId: 'x' }, '/triggerId'],
  ['a time in words', body(3, { time: 'now' }), '/time'],
  [
    'an order with half a letter in it',
    body(3, {}, { metadata: [{ name: 'order_id', value: 'A\ud83d' }] }),
    '/data/task/metadata/0/value',
  ],
])('Onfleet is refused with %s, by its field', (_, told, field) => {
  expect(refusalOf(onfleet, { body: told })).toEqual({ status: 422, field })
})

import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { onfleet } from '../../../api/ingest/driver/onfleet.ts'
import { spoke } from '../../../api/ingest/driver/spoke.ts'
import type { Answer, Meaning, Vendor } from '../../../api/ingest/vendor.ts'
import { absent, expectDocumentedAnswer, filesOf, partsOf, read, requestsOf } from './documented.ts'
import { meaningOf, told } from './told.ts'

const NOTHING: Meaning = { events: [], fixes: [], unknown: [] }
const ORDER = { orderId: 'WUU6SV' }
const event = (eventId: string, type: string, time: string | number, data: object = {}, attached?: object) => ({
  ...NOTHING,
  events: [
    {
      eventId,
      event: { type, time: typeof time === 'number' ? time : Date.parse(time), data: { ...ORDER, ...data } },
      ...(attached && { attached }),
    },
  ],
})
const doorAt = (lat: number, lng: number) => ({ contacts: { WUU6SV: { door: { lat, lng } } } })
const oneByteChanged = (text: string): string =>
  text.replace(/"(\w)/, (_, letter: string) => `"${letter === 'x' ? 'y' : 'x'}`)

type Dispatch = {
  vendor: Vendor
  secret: string
  header: string
  sign: (body: string) => string
  cases: Record<string, Meaning | Answer>
}
const ONFLEET_SECRET = 'aabbccdd11223344'.repeat(4)
const TASK = '11z1BFspwhBYDvIH_FrJfWMm'
const SPOKE_SECRET = 'example-webhook-secret'
const STOP = 'plans/abc123/stops/xyz789'
const OAKLAND = doorAt(37.8044, -122.2712)

const DISPATCH: Record<string, Dispatch> = {
  onfleet: {
    vendor: onfleet,
    secret: ONFLEET_SECRET,
    header: 'X-Onfleet-Signature',
    sign: (body) => createHmac('sha512', Buffer.from(ONFLEET_SECRET, 'hex')).update(body).digest('hex'),
    cases: {
      'validation-handshake.json': { status: 200, contentType: 'text/plain; charset=utf-8', body: 'example' },
      'task-started.json': event(
        `${TASK}:taskstarted`,
        'order.departed',
        1_612_987_500_000,
        {},
        doorAt(33.8078, -117.8764),
      ) as Meaning,
      /** Near, of which an order has no event of its own. */
      'task-eta.json': event(`${TASK}:tasketa`, 'order.approached', 1_612_988_400_000) as Meaning,
      'task-arrival.json': event(`${TASK}:taskarrival`, 'order.approached', 1_612_988_900_000) as Meaning,
      'task-completed.json': event(`${TASK}:taskcompleted`, 'handoff.completed', 1_612_989_000_000) as Meaning,
      'task-failed.json': event(`${TASK}:taskfailed`, 'handoff.refused', 1_612_989_000_000, {
        reason: 'other',
      }) as Meaning,
      'worker-duty-no-task.json': NOTHING,
    },
  },
  spoke: {
    vendor: spoke,
    secret: SPOKE_SECRET,
    header: 'spoke-signature',
    sign: (body) => createHmac('sha256', SPOKE_SECRET).update(body).digest('hex'),
    cases: {
      'stop-allocated.json': event(
        `${STOP}:stop.allocated`,
        'order.preparing',
        1_669_153_051_588,
        {},
        OAKLAND,
      ) as Meaning,
      'stop-out-for-delivery.json': event(
        `${STOP}:stop.out_for_delivery`,
        'order.departed',
        1_669_153_351_588,
        {},
        OAKLAND,
      ) as Meaning,
      'stop-attempted-delivery-success.json': event(
        `${STOP}:delivered_to_recipient`,
        'handoff.completed',
        1_669_154_440_000,
      ) as Meaning,
      'stop-attempted-delivery-failed.json': event(`${STOP}:failed_not_home`, 'handoff.refused', 1_669_154_440_000, {
        reason: 'not-home',
      }) as Meaning,
    },
  },
}

describe.skipIf(absent).each(Object.entries(DISPATCH))(
  'the documented webhooks of %s (skipped where ../shared/samples is not there)',
  (folder, { vendor, secret, header, sign, cases }) => {
    test.each(filesOf(folder))('%s: the documented answer, the meaning told, and known by its signature', (file) => {
      const sample = read(folder, file)
      const [request = {}] = requestsOf(sample)
      const parts = partsOf(request)
      const text = told(parts).body
      const expected = cases[file]
      if (expected && 'status' in expected) {
        expect(vendor.greet?.(told(parts))).toEqual(expected)
        return expectDocumentedAnswer(expected, sample)
      }
      expect(vendor.greet?.(told(parts))).toBeUndefined()
      expectDocumentedAnswer(vendor.answer, sample)
      expect(meaningOf(vendor, parts)).toEqual(expected)
      const headers = { ...request.headers, [header]: request.headers?.[header] ?? sign(text) }
      expect(vendor.isFrom(told({ body: text, headers }), secret)).toBe(true)
      expect(vendor.isFrom(told({ body: oneByteChanged(text), headers }), secret)).toBe(false)
      expect(vendor.isFrom(told({ body: text }), secret)).toBe(false)
    })

    test('each has its case', () => {
      expect(filesOf(folder).sort()).toEqual(Object.keys(cases).sort())
    })
  },
)

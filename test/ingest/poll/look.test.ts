import { describe, expect, test } from 'vitest'
import { beginLook, goOn, type Outcome, type UnderWay } from '../../../api/ingest/poll/look.ts'
import type { Page, PollVendor } from '../../../api/ingest/poll/poll-vendor.ts'
import type { Meaning } from '../../../api/ingest/vendor.ts'
import { z } from 'zod'
import { CONTEXT } from '../driver/told.ts'
import { NOTHING } from '../pos/meaning.ts'
import { LOOK } from './asked.ts'

const packed = (orderId: string): Meaning['events'][number] => ({
  eventId: `${orderId}:packed`,
  event: { type: 'order.packed', time: CONTEXT.now, data: { orderId } },
})

/** A vendor whose page n tells of order n, and leads to the next up to the last. */
const withPages = (last: number): PollVendor => ({
  ...{ everyMs: 60_000, overlapMs: 0, keys: z.object({}) },
  ask: () => [{ method: 'GET', url: 'https://pos.example.com/1', headers: {} }],
  read: (body, asked): Page => {
    const n = Number(body)
    const next = n < last && { next: { ...asked, url: `https://pos.example.com/${n + 1}` } }
    return { ...NOTHING, events: [packed(body)], ...next }
  },
})

async function looking(vendor: PollVendor, underWay: UnderWay, wish: { refuse?: string; before?: Set<string> } = {}) {
  const taken: string[] = []
  const outcome: Outcome = await goOn(underWay, {
    vendor,
    context: CONTEXT,
    ask: async ({ url }) => ({ body: url.split('/').at(-1) ?? '' }),
    take: async ({ events }) => {
      taken.push(...events.map(({ eventId }) => eventId))
      return events.some(({ eventId }) => eventId === wish.refuse) ? 'Order is not known' : undefined
    },
    toldBefore: wish.before ?? new Set(),
  })
  return { outcome, taken }
}

describe('a look', () => {
  test('at a long list takes several turns, and no page twice', async () => {
    const vendor = withPages(100)
    const underWay = beginLook(LOOK, vendor, '{}')
    const turns = [await looking(vendor, underWay), await looking(vendor, underWay), await looking(vendor, underWay)]
    expect(turns.map(({ outcome }) => [outcome.result, outcome.pages])).toEqual([
      ['unfinished', 40],
      ['unfinished', 40],
      ['whole', 20],
    ])
    const taken = turns.flatMap((turn) => turn.taken)
    expect([taken.length, new Set(taken).size]).toEqual([100, 100])
  })

  test('at a list without an end is given up after a thousand pages', async () => {
    const vendor = withPages(Number.POSITIVE_INFINITY)
    const underWay = beginLook(LOOK, vendor, '{}')
    let pages = 0
    let last: Outcome = { result: 'unfinished', pages: 0 }
    for (let turn = 0; turn < 30 && last.result === 'unfinished'; turn += 1) {
      last = (await looking(vendor, underWay)).outcome
      pages += last.pages
    }
    expect([pages, last]).toMatchObject([
      1_000,
      { result: 'failed', startOver: true, failure: { problem: 'Its pages have no end' } },
    ])
  })

  test('tells again what was refused, and not what was taken', async () => {
    const vendor = withPages(3)
    const first = beginLook(LOOK, vendor, '{}')
    const { outcome } = await looking(vendor, first, { refuse: '2:packed' })
    expect(outcome).toEqual({ result: 'whole', problem: 'Order is not known', pages: 3 })
    const second = beginLook(LOOK, vendor, '{}')
    const again = await looking(vendor, second, { refuse: '2:packed', before: first.told })
    expect(again.taken).toEqual(['2:packed'])
    const third = await looking(vendor, beginLook(LOOK, vendor, '{}'), { before: second.told })
    expect(third).toEqual({ taken: ['2:packed'], outcome: { result: 'whole', pages: 3 } })
  })

  test('says how much of it was wrong, and the first of it', async () => {
    const faulty: PollVendor = {
      ...withPages(2),
      read: (body, asked, look, context) => ({
        ...withPages(2).read(body, asked, look, context),
        faults: [{ pointer: `/${body}/id`, detail: 'is missing' }],
      }),
    }
    const { outcome } = await looking(faulty, beginLook(LOOK, faulty, '{}'))
    expect(outcome).toMatchObject({ result: 'whole', problem: '/1/id is missing; and 1 more' })
  })
})

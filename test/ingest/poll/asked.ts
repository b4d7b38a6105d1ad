import type { Ask, Look, Page, PollVendor } from '../../../api/ingest/poll/poll-vendor.ts'
import { CONTEXT } from '../driver/told.ts'

/** 2026-04-24 18:30 in California; now is 19:00. */
export const LOOK: Look = { since: Date.parse('2026-04-25T01:30:00Z'), now: CONTEXT.now, openOrderIds: [] }

export const asksOf = (vendor: PollVendor, keys: object, look: Partial<Look> = {}): Ask[] =>
  vendor.ask({ ...LOOK, ...look }, JSON.stringify(keys))

const ASKED: Ask = { method: 'GET', url: 'https://pos.example.com/', headers: {} }

export const pageOf = (vendor: PollVendor, body: unknown, asked: Partial<Ask> = {}): Page =>
  vendor.read(JSON.stringify(body), { ...ASKED, ...asked }, LOOK, CONTEXT)

/** All pages that a vendor would be asked for, by whoever answers. */
export function everyPage(vendor: PollVendor, first: Ask, answer: (asked: Ask) => unknown): Ask[] {
  const asked = [first]
  for (const one of asked) {
    const { next } = pageOf(vendor, answer(one), one)
    if (next && asked.length < 20) asked.push(next)
  }
  return asked
}

import { describe, expect, test } from 'vitest'
import { treezByAsking } from '../../../api/ingest/poll/treez.ts'
import { treez } from '../../../api/ingest/pos/treez.ts'
import { meaningOf } from '../driver/told.ts'
import { idsOf, storyOf } from '../pos/meaning.ts'
import { asksOf, everyPage, LOOK, pageOf } from './asked.ts'

const KEYS = { dispensary: 'alder-bay', clientId: 'client-1', apiKey: 'key-1' }
const BASE = 'https://api.treez.io/v2.0/dispensary/alder-bay'
const TICKET = {
  type: 'DELIVERY',
  ticket_id: 'a1',
  order_number: 'K7Q2ZD',
  order_status: 'CANCELED',
  payment_status: 'UNPAID',
  date_created: '2026-04-24T18:05:00.000-07:00',
  last_updated_at: '2026-04-24T18:50:00.000-07:00',
  total: 84.5,
}

describe('Treez is asked', () => {
  test('for a token, with its keys as a form', () => {
    expect(treezByAsking.signIn?.ask(JSON.stringify(KEYS))).toEqual({
      method: 'POST',
      url: `${BASE}/config/api/gettokens`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: 'client_id=client-1&apikey=key-1',
    })
    expect(treezByAsking.signIn?.read('{"access_token":"t-9","expires_in":7200}', LOOK.now)).toEqual({
      token: 't-9',
      expiresAt: LOOK.now + 7_200_000,
    })
  })

  test('for the tickets touched since', () => {
    expect(asksOf(treezByAsking, KEYS)).toEqual([
      {
        method: 'GET',
        url: `${BASE}/ticket/lastUpdated/after/2026-04-25T01%3A30%3A00.000-00%3A00/page/1/pagesize/50`,
        headers: { client_id: 'client-1' },
      },
    ])
  })

  test('for no more than the 30 days that it goes back', () => {
    expect(asksOf(treezByAsking, KEYS, { since: 0 })[0]?.url).toContain('after/2026-03-26T02%3A05%3A00.000')
  })

  test('for page after page, until one is not full', () => {
    const full = (count: number) => ({ ticketList: Array.from({ length: count }, () => TICKET) })
    const [first] = asksOf(treezByAsking, KEYS)
    const asked = first ? everyPage(treezByAsking, first, ({ url }) => full(url.includes('/page/3/') ? 7 : 50)) : []
    expect(asked.map(({ url }) => /page\/\d+\/pagesize\/50$/.exec(url)?.[0])).toEqual([
      'page/1/pagesize/50',
      'page/2/pagesize/50',
      'page/3/pagesize/50',
    ])
  })

  test('with the keys that it wants, or it is refused', () => {
    expect(() => asksOf(treezByAsking, { clientId: 'x' })).toThrow('Does not fit')
  })
})

describe('a page of tickets', () => {
  test('tells of the cancelled, which no webhook does', () => {
    expect(storyOf(pageOf(treezByAsking, { resultCode: 'SUCCESS', ticketList: [TICKET] })).at(-1)).toBe(
      '2026-04-25T01:50:00.000Z order.cancelled {"reason":"canceled"}',
    )
  })

  test('tells of a ticket under the names that its webhook has', () => {
    const packed = { ...TICKET, order_status: 'PACKED_READY' }
    const sent = meaningOf(treez, { body: { event_type: 'TICKET', data: packed } })
    expect(idsOf(pageOf(treezByAsking, { ticketList: [packed] }))).toEqual(idsOf(sent))
  })

  test('with a ticket that nobody can read tells of the others', () => {
    const page = pageOf(treezByAsking, { ticketList: [{ ...TICKET, ticket_id: null }, TICKET] })
    expect(idsOf(page)).toContain('a1:canceled')
    expect(page.faults?.map(({ pointer }) => pointer)).toEqual(['/0/ticket_id'])
  })

  test('may be empty', () => {
    expect(pageOf(treezByAsking, { ticketList: null })).toEqual({ events: [], fixes: [], unknown: [] })
  })
})

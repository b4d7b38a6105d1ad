import type { Clock } from '../../api/ports.ts'
import { openAsked, type Answer, type Request } from './asked.ts'

export const TREEZ_KEYS = { dispensary: 'alder-bay', clientId: 'client-1', apiKey: 'key-1' }

export type Ticket = {
  ticket_id: string
  order_number: string
  order_status: string
  last_updated_at: number
  visibleAt: number
}

const LIST = /^\/v2\.0\/dispensary\/alder-bay\/ticket\/lastUpdated\/after\/([^/]+)\/page\/(\d+)\/pagesize\/(\d+)$/
const TOKEN_LASTS_SECONDS = 3_600

/** Treez as it is asked: a token for the keys, and the tickets touched since, newest first, page by page. */
export async function openTreez(clock: Clock) {
  const tickets = new Map<string, Ticket>()
  let tokens = 0
  let token = ''
  let endsAt = 0
  let isStuck = false

  function answer({ url, method, body, authorization }: Request): Answer {
    if (url.pathname.endsWith('/config/api/gettokens')) {
      const form = new URLSearchParams(body)
      if (method !== 'POST' || form.get('apikey') !== TREEZ_KEYS.apiKey) return { status: 400, body: {} }
      tokens += 1
      token = `token-${tokens}`
      endsAt = clock() + TOKEN_LASTS_SECONDS * 1_000
      return { status: 200, body: { access_token: token, expires_in: TOKEN_LASTS_SECONDS } }
    }
    if (authorization !== `Bearer ${token}` || clock() >= endsAt) return { status: 401, body: {} }
    const [, after = '', page = '', size = ''] = LIST.exec(decodeURIComponent(url.pathname)) ?? []
    if (page === '') return { status: 404, body: {} }
    const since = Date.parse(after.replace('-00:00', 'Z'))
    const newest = [...tickets.values()]
      .filter((one) => one.last_updated_at > since && one.visibleAt <= clock())
      .sort((a, b) => b.last_updated_at - a.last_updated_at)
    const from = isStuck ? 0 : (Number(page) - 1) * Number(size)
    return {
      status: 200,
      body: { resultCode: 'SUCCESS', ticketList: newest.slice(from, from + Number(size)).map(written) },
    }
  }

  const peer = await openAsked(answer)
  return {
    ...peer,
    tickets,
    /** A ticket is made or changed now; it may show that later. */
    change: (ticket_id: string, order_status: string, lateMs = 0): void => {
      const at = clock()
      tickets.set(ticket_id, {
        ticket_id,
        order_number: ticket_id,
        order_status,
        last_updated_at: at,
        visibleAt: at + lateMs,
      })
    },
    /** The token that is out is good for nothing any more. */
    forgetToken: (): void => {
      token = ''
    },
    tokens: () => tokens,
    /** Whatever page it is asked for, it shows the first. */
    showFirstPageOnly: (stuck = true): void => {
      isStuck = stuck
    },
  }
}

const written = ({ visibleAt: _, last_updated_at, ...ticket }: Ticket): object => ({
  ...ticket,
  type: 'DELIVERY',
  payment_status: 'UNPAID',
  date_created: '2026-04-24T16:00:00.000-07:00',
  last_updated_at: new Date(last_updated_at).toISOString(),
  total: 84.5,
})

import { z } from 'zod'
import { hours, minutes } from '../../domain/time.ts'
import { parse, readJson } from '../../parse.ts'
import { tellTicket, ticket } from '../pos/treez.ts'
import { keysOf, postForm, readToken, tellEach, type Ask, type Look, type PollVendor } from './poll-vendor.ts'

const BASE = 'https://api.treez.io/v2.0/dispensary'
const PER_PAGE = 50
const OLDEST = hours(24 * 30)

const keys = z.object({ dispensary: z.string().min(1), clientId: z.string().min(1), apiKey: z.string().min(1) })
const page = z.object({ ticketList: z.array(z.unknown()).max(1_000).nullish() })

function ask({ since, now }: Look, secret: string): Ask[] {
  const { dispensary, clientId } = keysOf(secret, keys)
  const from = new Date(Math.max(since, now - OLDEST + minutes(5))).toISOString().replace('Z', '-00:00')
  const path = `ticket/lastUpdated/after/${encodeURIComponent(from)}/page/1/pagesize/${PER_PAGE}`
  const url = `${BASE}/${encodeURIComponent(dispensary)}/${path}`
  return [{ method: 'GET', url, headers: { client_id: clientId } }]
}

/** Newest first, so that a ticket that changes in between moves to a page that is read, now or at the next look. */
const pageAfter = (asked: Ask): Ask => ({
  ...asked,
  url: asked.url.replace(/\/page\/(\d+)\//, (_, number: string) => `/page/${Number(number) + 1}/`),
})

/** Treez by asking, for what its webhook does not tell: tickets cancelled, abandoned and removed. */
export const treezByAsking: PollVendor = {
  everyMs: minutes(2),
  overlapMs: minutes(2),
  keys,
  signIn: {
    ask: (secret) => {
      const { dispensary, clientId, apiKey } = keysOf(secret, keys)
      const url = `${BASE}/${encodeURIComponent(dispensary)}/config/api/gettokens`
      return postForm(url, { client_id: clientId, apikey: apiKey })
    },
    read: readToken,
  },
  ask,
  read: (body, asked, _, context) => {
    const list = parse(page, readJson(body)).ticketList ?? []
    const told = tellEach(list, ticket, (one) => tellTicket(one, context))
    return { ...told, ...(list.length === PER_PAGE && { next: pageAfter(asked) }) }
  },
}

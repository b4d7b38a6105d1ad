import type { Ask } from '../../ports.ts'
import { Problem } from '../../problem.ts'
import type { Context, Meaning } from '../vendor.ts'
import { unreadable, whereOf, type Failure } from './answer.ts'
import type { Look, Page, PollVendor } from './poll-vendor.ts'

/** One look at a vendor, from its first page to its last. What a failure leaves undone, the next turn goes on with. */
export type UnderWay = {
  look: Look
  /** What is still to be asked for, and how often each has failed. */
  left: { ask: Ask; failures: number }[]
  /** The addresses of the pages that were read, and what stood on the last of them if another followed. */
  read: Set<string>
  before: string
  /** What of it did not fit, was refused or could not be read; and how many orders are unknown there. */
  faults: string[]
  unknown: number
  /** The names of what was told so far. */
  told: Set<string>
}

type Ending =
  | { result: 'whole'; problem?: string }
  | { result: 'unfinished' }
  /** Where it is no use to go on, the next look starts over. */
  | { result: 'failed'; failure: Failure; startOver: boolean }
export type Outcome = Ending & { pages: number }

type Tools = {
  vendor: PollVendor
  context: Context
  ask: (ask: Ask) => Promise<{ body: string } | Failure>
  /** Resolves when it is durable, with why something of it was refused. */
  take: (meaning: Meaning) => Promise<string | undefined>
  /** What the look before this one told: the same again is no news. */
  toldBefore: ReadonlySet<string>
}

/** So that one long list does not keep all others waiting. */
const PAGES_A_TURN = 40
const MOST_PAGES = 1_000
/** After so many failures of the same page the list is read from its beginning, where the news is. */
const MOST_FAILURES = 2

const ENDLESS: Failure = { problem: 'Its pages have no end', concerns: 'vendor' }

export const beginLook = (look: Look, vendor: PollVendor, keys: string): UnderWay => ({
  look,
  left: vendor.ask(look, keys).map((ask) => ({ ask, failures: 0 })),
  ...{ read: new Set(), before: '', faults: [], unknown: 0, told: new Set() },
})

/** Asks for page after page, each of them recorded before the next is asked for. */
export async function goOn(underWay: UnderWay, tools: Tools): Promise<Outcome> {
  const { left } = underWay
  let pages = 0
  for (let turn = 0; turn < PAGES_A_TURN && left[0]; turn += 1) {
    const { ask } = left[0]
    const answer = await tools.ask(ask)
    const page = 'problem' in answer ? answer : pageOf(answer.body, ask, underWay, tools)
    if ('problem' in page) {
      const failed = putBack(page, underWay, tools.vendor)
      if (failed) return { ...failed, pages }
      continue
    }
    await record(page, underWay, tools)
    pages += 1
    underWay.read.add(ask.url)
    left.shift()
    if (page.next && isEndless(page.next, page.body, underWay))
      return { result: 'failed', failure: ENDLESS, startOver: true, pages }
    if (page.next) left.unshift({ ask: page.next, failures: 0 })
    underWay.before = page.next ? page.body : ''
  }
  return { ...(left.length > 0 ? { result: 'unfinished' } : ending(underWay)), pages }
}

type Read = Page & { body: string }

function pageOf(body: string, ask: Ask, { look }: UnderWay, { vendor, context }: Tools): Read | Failure {
  try {
    return { ...vendor.read(body, ask, look, context), body }
  } catch (error) {
    if (error instanceof Problem) return unreadable(error)
    throw error
  }
}

/** A page that was there before, or under another name the same as the one before it. */
const isEndless = (next: Ask, body: string, { read, before }: UnderWay): boolean =>
  read.has(next.url) || before === body || read.size >= MOST_PAGES

/** Of a vendor that is asked order by order, one order must not hold up the others: then the turn goes on. */
function putBack(failure: Failure, underWay: UnderWay, { asksByOrder }: PollVendor): Ending | undefined {
  const { left } = underWay
  const failed: Ending = { result: 'failed', failure, startOver: false }
  const isToWait = failure.concerns === 'keys' || failure.waitMs !== undefined
  const first = left[0]
  if (!first || isToWait) return failed
  first.failures += 1
  const isEnough = first.failures >= MOST_FAILURES
  if (!asksByOrder) return { ...failed, startOver: isEnough }
  left.shift()
  if (failure.isUnknown) underWay.unknown += 1
  else if (failure.concerns === 'ask' || isEnough) underWay.faults.push(failure.problem)
  else left.push(first)
  return failure.concerns === 'ask' || left.length === 0 ? undefined : failed
}

async function record(page: Page, { told, faults }: UnderWay, { take, toldBefore }: Tools): Promise<void> {
  const unknownName = ({ orderId, status }: Meaning['unknown'][number]): string => `${orderId}:unknown:${status}`
  const isNews = (name: string): boolean => !toldBefore.has(name) && !told.has(name)
  const events = page.events.filter(({ eventId }) => isNews(eventId))
  const unknown = page.unknown.filter((one) => isNews(unknownName(one)))
  const isAnything = events.length + unknown.length > 0
  const refused = isAnything ? await take({ events, fixes: [], unknown }) : undefined
  const names = [...page.events.map(({ eventId }) => eventId), ...page.unknown.map(unknownName)]
  // What was refused is told again: the order may be made known by somebody else meanwhile.
  for (const name of names.filter((one) => refused === undefined || !isNews(one))) told.add(name)
  if (page.faults) faults.push(whereOf(page.faults))
  if (refused !== undefined) faults.push(refused)
}

/** Where no order at all could be read, nothing has been looked at. */
function ending({ faults, unknown, read }: UnderWay): Ending {
  const [first] = faults
  if (first === undefined)
    return unknown > 0 && read.size === 0
      ? { result: 'whole', problem: `It knows none of the open orders, ${unknown} in all` }
      : { result: 'whole' }
  const problem = faults.length > 1 ? `${first}; and ${faults.length - 1} more` : first
  if (read.size > 0) return { result: 'whole', problem }
  return { result: 'failed', failure: { problem, concerns: 'vendor' }, startOver: true }
}

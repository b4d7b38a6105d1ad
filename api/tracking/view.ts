import type { TrackView } from '../contract.ts'
import type { Contact } from '../domain/contact.ts'
import { hasRecovered, isDelayed, laterBecause } from '../domain/delay.ts'
import type { Dispensary } from '../domain/dispensary.ts'
import { isFinal, STEPS, type Step } from '../domain/milestone.ts'
import { closedUntil } from '../domain/opening-hours.ts'
import type { Order } from '../domain/order.ts'
import type { LinkStandings } from '../domain/link.ts'
import { snapToGrid, type LatLng, type Position } from '../domain/position.ts'
import { doorRulesOf } from '../domain/rules.ts'
import { mayLeaveNote, mayRate, mayReadyId } from '../domain/customer.ts'
import { isUnderWay, stopsBefore, type Route } from '../domain/route.ts'
import { minutes, type Instant } from '../domain/time.ts'
import { whatCustomerMaySee } from '../domain/visibility.ts'

/** All that is known around one order, before anything is left out for the customer. */
export type Known = {
  seq: number
  order: Order
  dispensary: Dispensary
  contact: Contact
  route?: Route
  driverName?: string
  recent: readonly Position[]
  /** Of other customers; read for what must not be shown. */
  doorsVisited: readonly LatLng[]
}

/** The door is shown as a neighbourhood: the link may be in other hands. */
const DOOR_GRID_METERS = 250

const SHOWN_STEPS: readonly Step[] = ['received', 'preparing', 'out-for-delivery', 'arriving-soon', 'delivered']

/** What time alone changes is shown to the minute, so that a stream has nothing new to say between two minutes. */
const thisMinute = (now: Instant): Instant => Math.floor(now / minutes(1)) * minutes(1)
const nextMinute = (now: Instant): Instant => Math.ceil(now / minutes(1)) * minutes(1)

const rfc3339 = (at: Instant): string => new Date(at).toISOString()

/** What leaves the building for a customer by each of the order's links: built here and nowhere else. */
export type Views = { view: TrackView; links?: LinkStandings; withoutMap?: TrackView }

export function buildViews(known: Known, now: Instant, styleUrl: string): Views {
  const view = buildView(known, now, styleUrl)
  const { links } = known.order
  if (!links) return { view }
  // Not even when the driver comes near is told by the reason.
  const why = !view.map.open && view.map.why === 'finished' ? 'finished' : 'withheld'
  return { view, links, withoutMap: { ...view, map: { open: false, why } } }
}

function buildView(known: Known, now: Instant, styleUrl: string): TrackView {
  const { order, dispensary, route, contact } = known
  const onTheWay = route !== undefined && isUnderWay(route) && !isClosed(order)
  const before = onTheWay ? stopsBefore(route, order.id) : undefined
  return {
    seq: known.seq,
    asOf: rfc3339(now),
    orderNumber: order.number,
    dispensary: publicProfile(dispensary),
    locale: contact.locale ?? 'en',
    milestone: order.milestone,
    steps: SHOWN_STEPS.map((step) => stepView(order, step)),
    ...windowViews(order, now),
    delayed: isDelayed(order),
    recovered: hasRecovered(order),
    later: (!isClosed(order) && laterBecause(order)) || null,
    stopsBefore: before ?? null,
    driver: onTheWay && known.driverName !== undefined ? { firstName: known.driverName } : null,
    map: mapView(known, now, styleUrl),
    ...storeViews(order, dispensary, onTheWay, now),
    ready: readyView(order, dispensary),
    ...doingsViews(order),
    reason: order.reason ?? null,
  }
}

const isClosed = (order: Order): boolean => isFinal(order.milestone) || order.milestone === 'not-delivered'

function publicProfile({
  name,
  legalName,
  licence,
  timeZone,
  accent,
  phone,
  email,
  website,
}: Dispensary): TrackView['dispensary'] {
  return { name, legalName, licence, timeZone, accent, phone, ...(email && { email }), ...(website && { website }) }
}

function stepView(order: Order, step: Step): TrackView['steps'][number] {
  const at = order.reachedAt[step]
  const lastDone = Math.max(...STEPS.map((one, index) => (order.reachedAt[one] === undefined ? -1 : index)))
  return { step, reachedAt: at === undefined ? null : rfc3339(at), done: STEPS.indexOf(step) <= lastDone }
}

function windowViews(order: Order, now: Instant): Pick<TrackView, 'window' | 'promise' | 'arrivingNow'> {
  const { window, promise } = order
  const promised = promise ? { from: rfc3339(promise.from), to: rfc3339(promise.to) } : null
  if (!window || isClosed(order) || order.milestone === 'arrived')
    return { window: null, promise: promised, arrivingNow: false }
  const { from, to, latestBy, estimateAt, source } = window
  return {
    window: {
      from: rfc3339(Math.max(from, Math.min(thisMinute(now), to))),
      to: rfc3339(to),
      latestBy: rfc3339(latestBy),
      estimateAt: rfc3339(estimateAt > now ? estimateAt : nextMinute(now)),
      source,
    },
    promise: promised,
    arrivingNow: to <= now,
  }
}

/** Whoever is on the way is not kept from it by closing time. */
function storeViews(
  { milestone, reachedAt }: Order,
  { hours, timeZone, waitMinutes }: Dispensary,
  onTheWay: boolean,
  now: Instant,
): Pick<TrackView, 'waits' | 'opensAt'> {
  const arrivedAt = milestone === 'arrived' ? reachedAt.arrived : undefined
  const opensAt = onTheWay ? undefined : closedUntil(hours, timeZone, now)
  const waits =
    arrivedAt === undefined || waitMinutes === undefined
      ? null
      : { since: rfc3339(arrivedAt), until: rfc3339(arrivedAt + minutes(waitMinutes)) }
  return {
    waits,
    opensAt: opensAt === undefined ? null : rfc3339(opensAt),
  }
}

function readyView({ payment }: Order, { state }: Dispensary): TrackView['ready'] {
  const { minimumAge, documents, recipient, signature, paymentAtDoor } = doorRulesOf(state)
  return {
    minimumAge,
    documents: [...(documents ?? [])],
    recipient,
    signature,
    payment: payment === 'due' && paymentAtDoor === 'prepaid' ? 'due-before' : (payment ?? null),
  }
}

/** On the road the ID is asked for, until then the driver can be told something, and after the door there is an opinion. */
function doingsViews(order: Order): Pick<TrackView, 'idReady' | 'noteLeft' | 'rating'> {
  const { idReadyAt, noteLeft = false, rating = { stars: 0, inWords: false } } = order
  return {
    idReady: mayReadyId(order) ? idReadyAt !== undefined : null,
    noteLeft: mayLeaveNote(order) ? noteLeft : null,
    rating: mayRate(order) ? rating : null,
  }
}

function mapView(
  { order, route, contact, recent, doorsVisited, dispensary }: Known,
  now: Instant,
  styleUrl: string,
): TrackView['map'] {
  const seen = whatCustomerMaySee(order, route, { door: contact.door, doorsVisited, recent }, dispensary, now)
  if (!seen.open) return seen
  const { lat, lng, at } = seen.position
  const door = snapToGrid(contact.door ?? seen.position, DOOR_GRID_METERS)
  return { open: true, position: { lat, lng, at: rfc3339(at) }, door, stale: seen.stale, styleUrl }
}

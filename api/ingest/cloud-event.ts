import type { z } from 'zod'
import { cloudEvent, eventData, type SentData, type SentEventType } from '../contract.ts'
import type { AtCheckout } from '../domain/consent.ts'
import type { Contact } from '../domain/contact.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { hours, minutes, type Instant } from '../domain/time.ts'
import { parse } from '../parse.ts'
import { fieldFault } from '../problem.ts'
import type { Attached } from '../attached.ts'
import type { ToldFixes } from '../positions.ts'
import type { Incoming } from '../record.ts'
import { contactOf, e164, namesSomebody } from './contact.ts'

/** What one CloudEvent turned out to be. */
export type Understood = { lane: 'trail'; incoming: Incoming } | { lane: 'positions'; told: ToldFixes }

type Sender = { dispensaryId: string; connectionId: string }

const OLDEST = hours(24 * 400)
const CLOCK_SKEW = minutes(5)

/** Reads one CloudEvent; throws the problem that names the field which is wrong. */
export function understand(value: unknown, sender: Sender, now: Instant): Understood {
  const { id, source, type, time, data } = parse(cloudEvent, value)
  const at = time === undefined ? now : timeOf(time, now)
  if (type === 'driver.positioned') {
    const { driverId, ...fix } = parse(eventData[type], data, '/data')
    const driver = { dispensaryId: sender.dispensaryId, driverId }
    return { lane: 'positions', told: { driver, fixes: [definedOnly({ ...fix, at })] } }
  }
  const { event, attached } = toEvent(type, data, at, now)
  const { dispensaryId, connectionId } = sender
  return {
    lane: 'trail',
    incoming: { dispensaryId, source: `${connectionId}/${source}`, eventId: id, event, attached },
  }
}

function timeOf(time: string, now: Instant, pointer = '/time'): Instant {
  const at = Date.parse(time)
  if (at > now + CLOCK_SKEW) throw fieldFault(pointer, 'is in the future')
  if (at < now - OLDEST) throw fieldFault(pointer, 'is more than 400 days ago')
  return Math.min(at, now)
}

type Told = { event: DoorstepEvent; attached: Attached }
type TrailType = Exclude<SentEventType, 'driver.positioned'>

/** Takes the personal data out of what was sent: the event goes into the trail, the rest beside it. */
function toEvent(type: TrailType, value: unknown, time: Instant, now: Instant): Told {
  switch (type) {
    case 'order.received':
    case 'order.updated': {
      const { customer, ...data } = parse(eventData[type] as z.ZodType<SentData<'order.received'>>, value, '/data')
      const agreed = customer?.consent && { agreed: { [data.orderId]: toAgreed(customer, time, now) } }
      const attached = customer ? { contacts: { [data.orderId]: toContact(customer) }, ...agreed } : {}
      return { event: { type, time, data: definedOnly(data) } as DoorstepEvent, attached }
    }
    case 'route.planned':
      return toPlannedRoute(parse(eventData[type], value, '/data'), time)
    default: {
      const data = parse(eventData[type] as z.ZodType<object>, value, '/data')
      return { event: { type, time, data: definedOnly(data) } as DoorstepEvent, attached: {} }
    }
  }
}

function toPlannedRoute({ routeId, driver, stops }: SentData<'route.planned'>, time: Instant): Told {
  const contacts: Record<string, Contact> = {}
  for (const { orderIds, door } of stops) {
    if (door) for (const orderId of orderIds) contacts[orderId] = { door }
  }
  const planned = stops.map(({ stopId, orderIds }) => ({ stopId, orderIds }))
  // Who carries cash is known to nobody by more than that, also where a sender writes the whole name.
  const [firstName] = driver.firstName?.trim().split(/\s+/) ?? []
  return {
    event: { type: 'route.planned', time, data: { routeId, driverId: driver.id, stops: planned } },
    attached: { contacts, ...(firstName && { driver: { id: driver.id, firstName } }) },
  }
}

type Customer = NonNullable<SentData<'order.received'>['customer']>

function toContact({ consent: _, ...customer }: Customer): Contact {
  const phone = customer.phone === undefined ? undefined : e164(customer.phone)
  if (customer.phone !== undefined && phone === undefined) {
    throw fieldFault('/data/customer/phone', 'is not a phone number; send it as +14155550123')
  }
  return contactOf({ ...customer, phone })
}

/** When nobody says when, it was with the order. */
function toAgreed(customer: Customer, time: Instant, now: Instant): AtCheckout {
  const agreed: AtCheckout = {}
  for (const channel of ['sms', 'email'] as const) {
    const told = customer.consent?.[channel]
    if (told === false) agreed[channel] = false
    if (!told) continue
    const pointer = `/data/customer/consent/${channel}`
    const { wording, where, at } = told
    if (namesSomebody(wording, customer))
      throw fieldFault(`${pointer}/wording`, 'holds what belongs to a person; send a code that the words are found by')
    const when = at === undefined ? time : timeOf(at, now, `${pointer}/at`)
    agreed[channel] = { wording, ...(where !== undefined && { where }), at: when }
  }
  return agreed
}

const definedOnly = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as never

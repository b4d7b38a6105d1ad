import { findDriverName } from '../../db/contacts.ts'
import { findDispensary } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { findOrder } from '../../db/orders.ts'
import type { OutboxRow } from '../../db/outbox.ts'
import { findRoute } from '../../db/routes.ts'
import { findWording } from '../../db/wordings.ts'
import type { Contacts } from '../contacts.ts'
import type { Devices } from '../devices.ts'
import type { Contact, Locale } from '../domain/contact.ts'
import type { Dispensary } from '../domain/dispensary.ts'
import type { Order } from '../domain/order.ts'
import { stopsBefore } from '../domain/route.ts'
import { doorRulesOf } from '../domain/rules.ts'
import type { Recipient } from '../ports.ts'

/** What is known around a message when it is sent. */
export type Knowledge = {
  order: Order
  dispensary: Dispensary
  locale: Locale
  recipients: Recipient[]
  driverFirstName?: string | undefined
  customerName?: string | undefined
  stopsBefore?: number | undefined
  minimumAge: number
  /** The dispensary's own sentence in this message. */
  own?: string | undefined
}

type Deps = { db: Database; contacts: Pick<Contacts, 'find'>; devices: Pick<Devices, 'of'> }

export async function knowledgeOf(
  { db, contacts, devices }: Deps,
  { id, dispensaryId, orderId, channel, kind }: OutboxRow,
): Promise<Knowledge | undefined> {
  const order = (await findOrder(db, dispensaryId, orderId))?.state
  const dispensary = await findDispensary(db, dispensaryId)
  if (!order || !dispensary) return undefined
  const contact = await contacts.find({ dispensaryId, orderId })
  const locale = contact.locale ?? 'en'
  const route = order.routeId === undefined ? undefined : (await findRoute(db, dispensaryId, order.routeId))?.state
  return {
    order,
    dispensary,
    locale,
    recipients: await recipientsOf(devices, { id, dispensaryId, orderId, channel }, contact),
    driverFirstName: route && (await findDriverName(db, dispensaryId, route.driverId)),
    customerName: contact.name,
    stopsBefore: route && stopsBefore(route, orderId),
    minimumAge: doorRulesOf(dispensary.state).minimumAge,
    own: (await findWording(db, { dispensaryId, kind, locale }))?.text || undefined,
  }
}

type To = Pick<OutboxRow, 'id' | 'dispensaryId' | 'orderId' | 'channel'>

async function recipientsOf(devices: Deps['devices'], to: To, contact: Contact): Promise<Recipient[]> {
  switch (to.channel) {
    case 'web-push': {
      return (await devices.of(to, to.id)).map((device) => ({ channel: 'web-push', ...device }))
    }
    case 'email':
      return contact.email === undefined ? [] : [{ channel: 'email', address: contact.email }]
    case 'sms':
      return contact.phone === undefined ? [] : [{ channel: 'sms', phone: contact.phone }]
    default:
      return to.channel satisfies never
  }
}

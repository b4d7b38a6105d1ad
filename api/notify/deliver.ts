import { render, saidFaults } from '../../templates/render.ts'
import type { Facts, OrderMessage } from '../../templates/template.ts'
import type { OutboxRow } from '../../db/outbox.ts'
import { hasOptedOut } from '../domain/consent.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { isStillTrue, type Channel } from '../domain/notification.ts'
import type { Order } from '../domain/order.ts'
import { retryAt, type Trouble } from '../domain/sending.ts'
import type { Instant } from '../domain/time.ts'
import { NOBODY, nextName, onMessage } from '../evolve-messages.ts'
import type { Delivery, Mailboxes, Recipient, Rendered } from '../ports.ts'
import type { Sender } from './own-texts.ts'
import type { Knowledge } from './recipients.ts'

/** Where a message leads: to the order, to where it is stopped with a click, and to us when it is answered. */
export type Links = { url: string; unsubscribeUrl: string; mailboxes?: Mailboxes }

type After = DoorstepEvent<'notification.sent' | 'notification.dropped' | 'notification.failed'>
/** What became of one try: `delivery` as the provider answered, when it was asked at all. */
export type Tried = { delivery: Delivery; left?: Left; dropped?: never } | Dropped
type Dropped = { delivery?: never; left?: never; dropped: string }
type Failure = Exclude<Delivery, { outcome: 'sent' }>
/** Who could not be reached for now, and why not, where all others have it or have refused it. */
type Left = { recipients: Recipient[]; why: Failure }

/** A message that nothing stands against so far, before anybody claims it. */
export type Ready = { known: Knowledge; sender: Sender }

/** What a message needs to be sent, or why it is not to be sent any more. */
export function readyToSend(
  row: OutboxRow,
  known: Knowledge | undefined,
  sender: Sender | undefined,
  now: Instant,
): Ready | Dropped {
  const why = reasonToDrop(row, known, now)
  if (why !== undefined) return { dropped: why }
  return known && sender && known.recipients.length > 0 ? { known, sender } : { dropped: NOBODY }
}

/** Renders and sends one claimed message. */
export async function deliver(
  row: OutboxRow,
  { known, sender }: Ready,
  links: Links,
  whyNotNow: () => Promise<string | undefined>,
  clock: () => Instant,
): Promise<Tried> {
  const facts = factsOf(row, known, links)
  const message = rendered(row, known, facts, links)
  if (breaksCopyRules(message, row, facts)) return { dropped: 'copy-rules' }
  const now = clock()
  if (now >= row.expiresAt) return { dropped: 'too-late' }
  // The last thing before it leaves: somebody may have said STOP while it was being made ready.
  const dropped = await whyNotNow()
  if (dropped !== undefined) return { dropped }
  const { recipients } = known
  const deliveries = await Promise.all(recipients.map((one) => sender.send(one, message, now)))
  const left = recipients.filter((_, n) => isPassing(deliveries[n]))
  const why = left.length < recipients.length ? bestOf(deliveries.filter(isPassing)) : undefined
  return {
    delivery: bestOf(deliveries) ?? { outcome: 'failed', reason: NOBODY },
    ...(why && { left: { recipients: left, why } }),
  }
}

/** Why nothing is to be sent on this channel to whoever the order is for. */
export function reasonToBeSilent(
  order: Order,
  channel: Channel,
  stopped: readonly Channel[] = [],
): 'forgotten' | 'opted-out' | undefined {
  if (order.forgottenAt !== undefined) return 'forgotten'
  return hasOptedOut(order, channel) || stopped.includes(channel) ? 'opted-out' : undefined
}

/** Why a message is not to be sent any more, if it is not. */
function reasonToDrop(row: OutboxRow, known: Knowledge | undefined, now: Instant): string | undefined {
  if (known?.order.forgottenAt !== undefined) return 'forgotten'
  if (now >= row.expiresAt) return 'too-late'
  if (known && !isStillTrue(row.kind, known.order)) return 'no-longer-true'
  if (row.channel === 'sms' && known && !known.dispensary.smsAttestation) return 'not-attested'
  return known && reasonToBeSilent(known.order, row.channel)
}

/** One device reached is the customer reached; short of that, one that may have been, or may still be. */
function bestOf<D extends Delivery>(deliveries: D[]): D | undefined {
  const one = (outcome: Delivery['outcome']): D | undefined => deliveries.find((each) => each.outcome === outcome)
  return one('sent') ?? one('unknown') ?? one('later') ?? one('throttled') ?? deliveries[0]
}

const isPassing = (delivery: Delivery | undefined): delivery is Failure =>
  delivery?.outcome === 'unknown' || delivery?.outcome === 'later' || delivery?.outcome === 'throttled'

function factsOf(row: OutboxRow, known: Knowledge, { url }: Links): Facts {
  const { order, dispensary, driverFirstName, customerName, stopsBefore, minimumAge, own } = known
  return {
    ...{ dispensary, driverFirstName, customerName, stopsBefore, url, minimumAge, own },
    orderNumber: order.number,
    window: order.window,
    reason: order.reason,
    reachedAt: (order.reachedAt as Partial<Record<string, Instant>>)[row.kind],
  }
}

function rendered(row: OutboxRow, { locale }: Knowledge, facts: Facts, links: Links): Rendered & OrderMessage {
  const message = render(row.kind, row.channel, locale, facts)
  return { ...message, ...links, id: row.id, topic: topicOf(row), expiresAt: row.expiresAt }
}

/** The last look before a message leaves: a name or a number that others wrote could say what no carrier may carry. */
const breaksCopyRules = (message: OrderMessage, { channel }: OutboxRow, facts: Facts): boolean =>
  saidFaults(message, channel, facts).length > 0

/** Same order, same topic; at most 32 characters of the URL-safe alphabet (RFC 8030). */
const topicOf = (row: OutboxRow): string =>
  Buffer.from(`${row.dispensaryId}/${row.orderId}`).toString('base64url').slice(-32)

/** What kind of failure each answer is; sent is none. */
const TROUBLE: Record<Exclude<Delivery['outcome'], 'sent'>, Trouble> = {
  gone: 'permanent',
  failed: 'permanent',
  'opted-out': 'opted-out',
  filtered: 'filtered',
  later: 'transient',
  throttled: 'throttled',
  unknown: 'unknown',
}

/** @param chance from 0 to 1 */
export function eventAfter(
  row: OutboxRow,
  { delivery, left, dropped }: Tried,
  chance: number,
  now: Instant,
  mayRepeat?: boolean,
): After {
  const data = onMessage(row)
  if (!delivery) return { type: 'notification.dropped', time: now, data: { ...data, reason: dropped } }
  const failed = (why: Failure) => {
    const asked = 'retryAfterMs' in why ? why.retryAfterMs : undefined
    return failedEvent(row, TROUBLE[why.outcome], why.reason, chance, now, { asked, mayRepeat })
  }
  if (delivery.outcome !== 'sent') return failed(delivery)
  const { reference } = delivery
  const dueAt = left && failed(left.why).data.retryAt
  const others = { notificationId: nextName(data.notificationId), expiresAt: row.expiresAt }
  const more = { ...(reference && { reference }), ...(dueAt !== undefined && { others: { ...others, dueAt } }) }
  return { type: 'notification.sent', time: now, data: { ...data, ...more } }
}

/** Under which id those are tried again who could not be reached for now, if they are. */
export function triedAgainAs({ id, dispensaryId }: OutboxRow, { type, data }: After): string | undefined {
  if (type === 'notification.failed') return data.retryAt === undefined ? undefined : id
  return type === 'notification.sent' && data.others ? `${dispensaryId}:${data.others.notificationId}` : undefined
}

/** @param mayRepeat whether what may have been sent may be sent again: a push of the same topic replaces the first */
export function failedEvent(
  row: OutboxRow,
  trouble: Trouble,
  reason: string,
  chance: number,
  now: Instant,
  {
    asked,
    mayRepeat = row.channel === 'web-push',
  }: { asked?: number | undefined; mayRepeat?: boolean | undefined } = {},
): DoorstepEvent<'notification.failed'> {
  const isRepeated = mayRepeat && trouble === 'unknown'
  const again = retryAt(row, isRepeated ? 'transient' : trouble, chance, now, asked)
  // Once it may have been shown, it always may have been.
  const said = again === undefined && row.trouble === 'unknown' ? 'unknown' : trouble
  const data = { ...onMessage(row), reason, trouble: said, ...(again !== undefined && { retryAt: again }) }
  return { type: 'notification.failed', time: now, data }
}

import { render, saidFaults } from '../../templates/render.ts'
import type { Facts } from '../../templates/template.ts'
import type { OutboxRow } from '../../db/outbox.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { isStillTrue } from '../domain/notification.ts'
import { retryAt, type Trouble } from '../domain/sending.ts'
import type { Instant } from '../domain/time.ts'
import { NOBODY, onMessage } from '../evolve-messages.ts'
import type { Delivery, Rendered, Send } from '../ports.ts'
import type { Knowledge } from './recipients.ts'

/** Where a message leads: to the order, and to where it is stopped with a click. */
export type Links = { url: string; unsubscribeUrl: string }

type After = DoorstepEvent<'notification.sent' | 'notification.dropped' | 'notification.failed'>
/** What became of one try: `delivery` as the provider answered, when it was asked at all. */
export type Tried = { delivery: Delivery; dropped?: never } | Dropped
type Dropped = { delivery?: never; dropped: string }

/** A message that nothing stands against so far, before anybody claims it. */
export type Ready = { known: Knowledge; send: Send }

/** What a message needs to be sent, or why it is not to be sent any more. */
export function readyToSend(
  row: OutboxRow,
  known: Knowledge | undefined,
  send: Send | undefined,
  now: Instant,
): Ready | Dropped {
  const why = reasonToDrop(row, known, now)
  if (why !== undefined) return { dropped: why }
  return known && send && known.recipients.length > 0 ? { known, send } : { dropped: NOBODY }
}

/** Renders and sends one claimed message. */
export async function deliver(
  row: OutboxRow,
  { known, send }: Ready,
  links: Links,
  isStopped: () => Promise<boolean>,
  clock: () => Instant,
): Promise<Tried> {
  const facts = factsOf(row, known, links)
  const message = rendered(row, known, facts, links)
  if (breaksCopyRules(message, row, facts)) return { dropped: 'copy-rules' }
  const now = clock()
  if (now >= row.expiresAt) return { dropped: 'too-late' }
  // The last thing before it leaves: somebody may have said STOP while it was being made ready.
  if (await isStopped()) return { dropped: 'opted-out' }
  const deliveries = await Promise.all(known.recipients.map((one) => send(one, message, now)))
  return { delivery: bestOf(deliveries) }
}

/** Why a message is not to be sent any more, if it is not. */
function reasonToDrop(row: OutboxRow, known: Knowledge | undefined, now: Instant): string | undefined {
  if (known?.order.forgottenAt !== undefined) return 'forgotten'
  if (now >= row.expiresAt) return 'too-late'
  if (known && !isStillTrue(row.kind, known.order)) return 'no-longer-true'
  if (row.channel === 'sms' && known && !known.dispensary.smsAttestation) return 'not-attested'
  return known?.order.optedOut?.includes(row.channel) ? 'opted-out' : undefined
}

/** One device reached is the customer reached; short of that, one that may have been, or may still be. */
function bestOf(deliveries: Delivery[]): Delivery {
  const one = (outcome: Delivery['outcome']): Delivery | undefined =>
    deliveries.find((each) => each.outcome === outcome)
  const best = one('sent') ?? one('unknown') ?? one('later') ?? one('throttled')
  return best ?? deliveries[0] ?? { outcome: 'failed', reason: NOBODY }
}

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

function rendered(row: OutboxRow, { locale }: Knowledge, facts: Facts, { unsubscribeUrl }: Links): Rendered {
  const message = render(row.kind, row.channel, locale, facts)
  return { ...message, unsubscribeUrl, id: row.id, topic: topicOf(row), expiresAt: row.expiresAt }
}

/** The last look before a message leaves: a name or a number that others wrote could say what no carrier may carry. */
const breaksCopyRules = (message: Rendered, { channel }: OutboxRow, facts: Facts): boolean =>
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
export function eventAfter(row: OutboxRow, { delivery, dropped }: Tried, chance: number, now: Instant): After {
  const data = onMessage(row)
  if (!delivery) return { type: 'notification.dropped', time: now, data: { ...data, reason: dropped } }
  if (delivery.outcome === 'sent') {
    const { reference } = delivery
    return { type: 'notification.sent', time: now, data: { ...data, ...(reference && { reference }) } }
  }
  const asked = 'retryAfterMs' in delivery ? delivery.retryAfterMs : undefined
  return failedEvent(row, TROUBLE[delivery.outcome], delivery.reason, chance, now, asked)
}

export function failedEvent(
  row: OutboxRow,
  trouble: Trouble,
  reason: string,
  chance: number,
  now: Instant,
  asked?: number,
): DoorstepEvent<'notification.failed'> {
  // What is pushed again takes the place of the first; but once it may have been shown, it always may have been.
  const mayRepeat = row.channel === 'web-push' && trouble === 'unknown'
  const again = retryAt(row, mayRepeat ? 'transient' : trouble, chance, now, asked)
  const said = again === undefined && row.trouble === 'unknown' ? 'unknown' : trouble
  const data = { ...onMessage(row), reason, trouble: said, ...(again !== undefined && { retryAt: again }) }
  return { type: 'notification.failed', time: now, data }
}

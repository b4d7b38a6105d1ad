import { copyFaults } from '../../templates/copy-rules.ts'
import { render } from '../../templates/render.ts'
import type { OutboxRow } from '../../db/outbox.ts'
import type { DoorstepEvent } from '../domain/event.ts'
import { minutes, type Instant } from '../domain/time.ts'
import type { Delivery, Rendered, Senders } from '../ports.ts'
import type { Knowledge } from './recipients.ts'

/** What becomes of a message after one try. */
export type Settled =
  | { event: DoorstepEvent<'notification.sent' | 'notification.dropped' | 'notification.failed'> }
  | { postponedTo: Instant; event: DoorstepEvent<'notification.failed'> }

const MAX_ATTEMPTS = 5

/** Ten seconds, then twice as long each time. */
const backOff = (attempts: number): number => minutes(1 / 6) * 2 ** attempts

/** The id of a message in the trail: its outbox id without the dispensary. */
export const notificationIdOf = (row: OutboxRow): string => row.id.slice(row.dispensaryId.length + 1)

/** Renders and sends one claimed message, unless it has stopped being true. */
export async function deliver(
  row: OutboxRow,
  known: Knowledge | undefined,
  senders: Senders,
  linkTo: () => Promise<string>,
  now: Instant,
): Promise<Settled> {
  const data = { notificationId: notificationIdOf(row), orderId: row.orderId, kind: row.kind, channel: row.channel }
  const dropped = (reason: string): Settled => ({
    event: { type: 'notification.dropped', time: now, data: { ...data, reason } },
  })
  const send = senders[row.channel]
  if (!known || !send) return dropped('nobody-to-send-to')
  if (known.order.forgottenAt !== undefined) return dropped('forgotten')
  if (now >= row.expiresAt) return dropped('too-late')
  if (known.order.milestone !== row.kind) return dropped('no-longer-true')
  if (known.order.optedOut?.includes(row.channel)) return dropped('opted-out')
  const [recipient] = known.recipients
  if (!recipient) return dropped('nobody-to-send-to')
  const message = await rendered(row, known, await linkTo())
  if (breaksCopyRules(message)) return dropped('copy-rules')
  const deliveries = await Promise.all(known.recipients.map((one) => send(one, message, now)))
  return settle(bestOf(deliveries), row, data, now)
}

/** One device reached is the customer reached; short of that, one that may still be reached. */
function bestOf(deliveries: Delivery[]): Delivery {
  const one = (outcome: Delivery['outcome']): Delivery | undefined =>
    deliveries.find((each) => each.outcome === outcome)
  return one('sent') ?? one('later') ?? deliveries[0] ?? { outcome: 'failed', reason: 'nobody' }
}

async function rendered(row: OutboxRow, known: Knowledge, url: string): Promise<Rendered> {
  const { order, dispensary, locale, driverFirstName, stopsBefore } = known
  const message = render(row.kind, row.channel, locale, {
    dispensary,
    orderNumber: order.number,
    window: order.window,
    driverFirstName,
    stopsBefore,
    reason: order.reason,
    reachedAt: order.reachedAt[row.kind],
    url,
    minimumAge: known.minimumAge,
  })
  return { ...message, topic: topicOf(row), expiresAt: row.expiresAt }
}

/** The last look before a message leaves: a dispensary's own name or number could say what no carrier may carry. */
const breaksCopyRules = ({ subject, text, url }: Rendered): boolean =>
  copyFaults(`${subject}\n${text}`.replaceAll(url, '')).length > 0

/** Same order, same topic; at most 32 characters of the URL-safe alphabet (RFC 8030). */
const topicOf = (row: OutboxRow): string =>
  Buffer.from(`${row.dispensaryId}/${row.orderId}`).toString('base64url').slice(-32)

type OnNotification = {
  notificationId: string
  orderId: string
  kind: OutboxRow['kind']
  channel: OutboxRow['channel']
}

function settle(delivery: Delivery, row: OutboxRow, data: OnNotification, now: Instant): Settled {
  if (delivery.outcome === 'sent') {
    const { reference } = delivery
    return { event: { type: 'notification.sent', time: now, data: { ...data, ...(reference && { reference }) } } }
  }
  const attempts = row.attempts + 1
  const dueAt = now + ((delivery.outcome === 'later' && delivery.retryAfterMs) || backOff(row.attempts))
  const again = delivery.outcome === 'later' && attempts < MAX_ATTEMPTS && dueAt < row.expiresAt
  const event = {
    type: 'notification.failed' as const,
    time: now,
    data: { ...data, reason: delivery.reason, final: !again },
  }
  return again ? { postponedTo: dueAt, event } : { event }
}

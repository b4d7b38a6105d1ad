import { copyFaults } from '../../../templates/copy-rules.ts'
import { helpMail } from '../../../templates/help.ts'
import { findDispensary } from '../../../db/dispensaries.ts'
import type { Database } from '../../../db/open.ts'
import { findOrder } from '../../../db/orders.ts'
import type { Background } from '../../background.ts'
import type { Contacts } from '../../contacts.ts'
import { isOver } from '../../domain/link.ts'
import { doorRulesOf } from '../../domain/rules.ts'
import { hours } from '../../domain/time.ts'
import { NOBODY } from '../../evolve-messages.ts'
import type { OrderKey } from '../../live/bus.ts'
import type { Clock, Mailboxes, Send } from '../../ports.ts'
import type { RecordEvent } from '../../record.ts'

type Deps = {
  db: Database
  record: RecordEvent
  background: Pick<Background, 'run'>
  contacts: Pick<Contacts, 'find'>
  /** Nothing where this process sends no mail. */
  send: Send | undefined
  /** A link that is of no message. */
  linkTo: (order: OrderKey) => Promise<{ url: string; unsubscribeUrl: string }>
  clock: Clock
}
/** Answers afterwards, and once: who wrote the reply down asks for it, and nobody else. */
export type AnswerHelp = (order: OrderKey, asked: Asked) => void
/** `mailboxes` are those of the message that was answered; where this one is returned to nobody reads. */
type Asked = { replyId: string; messageId: string | undefined; mailboxes: Pick<Mailboxes, 'reply' | 'unsubscribe'> }

const MESSAGE_ID = /^<[^<>\s]{1,250}>$/

/**
 * HELP by mail is answered how the store can be reached. To the address that is known of the customer and never to the
 * one that the mail names, or whoever holds one mail could have others sent anywhere. A process that dies in between
 * answers nothing: the staff read that somebody wrote HELP, and two answers would be worse.
 */
export function createAnswerHelp({ db, record, background, contacts, send, linkTo, clock }: Deps): AnswerHelp {
  async function answer(order: OrderKey, { messageId, mailboxes }: Asked): Promise<string | undefined> {
    const [{ email, name: customerName, locale = 'en' }, dispensary, found] = await Promise.all([
      contacts.find(order),
      findDispensary(db, order.dispensaryId),
      findOrder(db, order.dispensaryId, order.orderId),
    ])
    if (!send || !dispensary || !found || email === undefined) return NOBODY
    const { url, unsubscribeUrl } = await linkTo(order)
    const message = helpMail(locale, {
      ...{ dispensary, orderNumber: found.state.number, customerName, url },
      minimumAge: doorRulesOf(dispensary.state).minimumAge,
      isShown: !isOver(found.state, dispensary, clock()),
    })
    if (copyFaults(`${message.subject}\n${message.text}`.replaceAll(url, '')).length > 0) return 'copy-rules'
    const delivery = await send(
      { channel: 'email', address: email },
      {
        ...message,
        ...{ unsubscribeUrl, mailboxes },
        id: `${order.dispensaryId}:${order.orderId}:help`,
        topic: url,
        expiresAt: clock() + hours(1),
        ...(messageId !== undefined && MESSAGE_ID.test(messageId) && { inReplyTo: messageId }),
      },
      clock(),
    )
    return delivery.outcome === 'sent' ? undefined : delivery.reason
  }

  return (order, asked) =>
    void background.run('help', async () => {
      const reason = await answer(order, asked)
      const { replyId } = asked
      const { dispensaryId, orderId } = order
      const time = clock()
      await record({
        ...{ dispensaryId, source: 'doorstep/mail', eventId: `answered:${orderId}:${replyId}` },
        event:
          reason === undefined
            ? { type: 'reply.answered', time, data: { replyId, orderId } }
            : { type: 'reply.unanswered', time, data: { replyId, orderId, reason } },
      })
    })
}

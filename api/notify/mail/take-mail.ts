import { findLinkById, type Link } from '../../../db/links.ts'
import type { Database } from '../../../db/open.ts'
import { findOrder } from '../../../db/orders.ts'
import { repliesOfOrderSince } from '../../../db/replies.ts'
import type { Contacts } from '../../contacts.ts'
import { hours } from '../../domain/time.ts'
import type { Clock } from '../../ports.ts'
import type { RecordEvent } from '../../record.ts'
import { keyedHash, keyFor } from '../../secrets.ts'
import type { TakeReceipt } from '../receipts.ts'
import type { Addressed, MailAddresses } from './addresses.ts'
import type { AnswerHelp } from './answer-help.ts'
import { readMail, type Mail } from './read-mail.ts'
import { wishIn } from './wish.ts'
import type { Withdraw } from './withdraw.ts'

/** What became of a mail, for whoever set up that it comes. */
export type Took =
  | { took: 'reply' | 'unsubscribe' | 'bounce' | 'complaint' }
  | {
      took: 'nothing'
      because: 'unreadable' | 'no-address-of-ours' | 'forgotten' | 'automatic' | 'no-report' | 'too-many'
    }
/** @param recipient whom its envelope was for, where that is known */
export type TakeMail = (raw: Uint8Array, recipient?: string) => Promise<Took>

type Deps = {
  db: Database
  record: RecordEvent
  contacts: Pick<Contacts, 'find'>
  addresses: MailAddresses
  takeReceipt: TakeReceipt
  withdraw: Withdraw
  answerHelp: AnswerHelp
  secretKey: Uint8Array
  clock: Clock
}

const SOURCE = 'doorstep/mail'
/** More than anybody writes; and what two machines that answer each other come to in an hour. */
const MOST_REPLIES = 10
const WITHIN = hours(1)

const nothing = (because: Extract<Took, { because: string }>['because']): Took => ({ took: 'nothing', because })

/**
 * Mail that comes back to the addresses of our messages. The address proves which message was answered, and nothing
 * else does: who is named as the writer can be made up. It counts for as long as its order's customer is not forgotten,
 * for people answer the last mail that they find.
 */
export function createTakeMail(deps: Deps): TakeMail {
  const { db, record, contacts, addresses, takeReceipt, withdraw, answerHelp, clock } = deps
  const key = keyFor('doorstep/mail-ids', deps.secretKey)

  async function takeReply(mail: Mail, { id: linkId, dispensaryId, orderId }: Link): Promise<Took> {
    if (mail.isAutomatic) return nothing('automatic')
    const order = { dispensaryId, orderId }
    const { wish, more } = wishIn(mail)
    const replyId = keyedHash(key, mail.messageId ?? JSON.stringify([mail.from, mail.date, mail.words]))
    const stopped = wish === 'stop' && (await withdraw(order, 'email', replyId))
    // Said again it changes nothing, so there is nothing to write down but what else was said.
    if (wish === 'stop' && !stopped && more === '') return { took: 'unsubscribe' }
    const since = clock() - WITHIN
    if (!stopped && (await repliesOfOrderSince(db, order, since)) >= MOST_REPLIES) return nothing('too-many')
    const { email } = await contacts.find(order)
    const reply = {
      ...({ orderId, replyId, channel: 'email', words: mail.words } as const),
      ...(mail.from !== email?.toLowerCase() && { fromElsewhere: true }),
      ...(mail.files > 0 && { files: mail.files }),
    }
    const recorded = await record({
      ...{ dispensaryId, source: SOURCE, eventId: `mail:${orderId}:${replyId}` },
      event: {
        ...{ type: 'reply.received', time: clock() },
        data: { replyId, channel: 'email', orderId, ...(wish && { wish }) },
      },
      ...((wish !== 'stop' || more !== '') && { attached: { reply } }),
    })
    if (wish === 'help' && recorded.result === 'recorded') {
      const { reply: answeredAt, unsubscribe } = addresses.of(linkId)
      answerHelp(order, { replyId, messageId: mail.messageId, mailboxes: { reply: answeredAt, unsubscribe } })
    }
    return { took: wish === 'stop' ? 'unsubscribe' : 'reply' }
  }

  async function takeBounce({ report }: Mail, { messageId }: Link): Promise<Took> {
    if (report?.what !== 'delivery' || messageId === null) return nothing('no-report')
    // One that is only late may still come.
    if (report.failed) {
      const reason = `smtp-${report.code ?? 'returned'}`
      await takeReceipt({ what: 'receipt', messageId, became: 'failed', reason, trouble: 'permanent' })
    }
    return { took: 'bounce' }
  }

  function addressedBy(mail: Mail, recipient: string | undefined): Addressed | undefined {
    // Complaints come to an address that the operator gave a mailbox provider; ours stand in what they are about.
    if (mail.report?.what === 'complaint') return addresses.within(mail.report.about)[0]
    for (const address of [recipient, ...mail.recipients]) {
      const addressed = address && addresses.within(address)[0]
      if (addressed) return addressed
    }
    return undefined
  }

  return async (raw, recipient) => {
    const mail = await readMail(raw)
    if (!mail) return nothing('unreadable')
    const addressed = addressedBy(mail, recipient)
    const link = addressed && (await findLinkById(db, addressed.linkId))
    if (!addressed || !link) return nothing('no-address-of-ours')
    const order = await findOrder(db, link.dispensaryId, link.orderId)
    if (!order || order.state.forgottenAt !== undefined) return nothing('forgotten')
    if (mail.report?.what === 'complaint') {
      await withdraw(link, 'carrier', `complaint:${link.id}`)
      return { took: 'complaint' }
    }
    switch (addressed.purpose) {
      case 'reply':
        return takeReply(mail, link)
      case 'bounce':
        return takeBounce(mail, link)
      case 'unsubscribe':
        await withdraw(link, 'email', `unsubscribe:${link.id}`)
        return { took: 'unsubscribe' }
      default:
        return addressed.purpose satisfies never
    }
  }
}

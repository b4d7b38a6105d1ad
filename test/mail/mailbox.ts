import { createTransport, type SendMailOptions } from 'nodemailer'
import { smtpSender } from '../../api/adapters/smtp.ts'
import { openDoorstep } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { startMailServer, type MailServer, type ReceivedMail } from '../peers/smtp.ts'

export const DOMAIN = 'replies.track.example'
export const SECRET = 'a-secret-of-the-mail-system'
const FROM = 'deliveries@track.example'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
export type Mailed = { doorstep: Doorstep; server: MailServer; [Symbol.asyncDispose]: () => Promise<void> }

/** A Doorstep whose mail goes out by a real mail server, and to which mail comes back. */
export async function openWithMail(wish: Parameters<typeof openDoorstep>[0] = {}): Promise<Mailed> {
  const server = await startMailServer()
  const email = smtpSender({ url: server.url, from: FROM, ca: server.ca })
  const doorstep = await openDoorstep({ email, mailReturns: { domain: DOMAIN, secret: SECRET }, ...wish })
  return {
    doorstep,
    server,
    [Symbol.asyncDispose]: async () => {
      await doorstep[Symbol.asyncDispose]()
      await server.close()
    },
  }
}

export const lastMail = ({ server }: Mailed): ReceivedMail => {
  const mail = server.received.at(-1)
  if (!mail) throw new Error('No mail went out')
  return mail
}
/** Where an answer to it goes. */
export const replyAddress = ({ mail }: ReceivedMail): string => mail.replyTo?.value[0]?.address ?? ''
/** Where a mail says that it can be refused by mail. */
export const unsubscribeAddress = ({ mail }: ReceivedMail): string =>
  /<mailto:([^?>]+)\?subject=unsubscribe>/.exec(
    mail.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line ?? '',
  )?.[1] ?? ''

/** A mail as a program writes it: bytes, ready to be carried. */
export async function composed(mail: SendMailOptions): Promise<Buffer> {
  const { message } = await createTransport({ streamTransport: true, buffer: true, newline: 'windows' }).sendMail(mail)
  return message as unknown as Buffer
}

/** What a customer writes who answers the last mail that they had. */
export const answered = (mailed: Mailed, words: string, more: SendMailOptions = {}): Promise<Buffer> => {
  const to = lastMail(mailed)
  const quoted = (to.mail.text ?? '').replaceAll(/^/gm, '> ')
  return composed({
    from: { name: 'Ana Reyes', address: 'ana@example.com' },
    to: { name: 'Alder Bay Provisions', address: replyAddress(to) },
    subject: `Re: ${to.mail.subject}`,
    inReplyTo: to.mail.messageId,
    references: to.mail.messageId,
    text: `${words}\n\nOn Fri, Apr 24, 2026 at 6:20 PM Alder Bay Provisions <${FROM}> wrote:\n\n${quoted}\n`,
    ...more,
  })
}

/** Hands a mail over as a mail system does; gives what became of it. */
export async function handOver(
  { doorstep }: Mailed,
  raw: Uint8Array,
  headers: Record<string, string> = {},
): Promise<unknown> {
  const response = await doorstep.app.request('/v1/mail/mime', {
    method: 'POST',
    body: new Uint8Array(raw),
    headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'message/rfc822', ...headers },
  })
  await doorstep.stages.idle()
  return response.status === 200 ? response.json() : response.status
}

/** What the trail says of replies and consents, but for those of the checkout. */
export const heard = async ({ doorstep }: Mailed): Promise<object[]> =>
  (await trailRows(doorstep))
    .filter(({ type }) => /^(?:reply|consent)\./.test(type))
    .map(({ type, data }) => ({ type, ...(JSON.parse(data) as { source?: string }) }))
    .filter(({ source }) => source !== 'checkout')

/** The order as support staff see it. */
export async function asStaff({ doorstep }: Mailed, number: string, dispensaryId?: string) {
  const who = { email: `kim@${dispensaryId ?? 'alder-bay'}.example`, password: 'correct horse battery' }
  await doorstep.enroll.staff(dispensaryId ?? 'alder-bay', who.email, who.password)
  const session = await doorstep.post('/v1/support/session', JSON.stringify(who), {
    'content-type': 'application/json',
  })
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? ''
  const order = await doorstep.app.request(`/v1/support/orders/${number}`, { headers: { cookie } })
  const messages = await doorstep.app.request('/support/messages', { headers: { cookie } })
  return {
    order: (await order.json()) as { replies: object[]; timeline: { words: string }[] },
    messages: ((await messages.json()) as { locals: { outgoing: { replies: object[] } } }).locals.outgoing,
  }
}

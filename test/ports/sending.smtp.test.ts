import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { smtpSender } from '../../api/adapters/smtp.ts'
import type { Recipient, Send } from '../../api/ports.ts'
import { type MailServer, startMailServer } from '../peers/smtp.ts'
import { aMessage, NOW } from './messages.ts'
import { itSends } from './sending.contract.ts'

const FROM = 'deliveries@doorstep.example'
const recipient: Recipient & { channel: 'email' } = { channel: 'email', address: 'ada@example.com' }

itSends('SMTP', async () => {
  const server = await startMailServer()
  let closed = false
  return {
    send: smtpSender({ url: server.url, from: FROM, ca: server.ca }),
    recipient,
    received: () => server.received.map(({ mail }) => mail.text ?? ''),
    peer: {
      takesAll: () => server.refuse(undefined),
      addressIsDead: () =>
        server.refuse({ at: 'mailbox', code: 550, words: '5.1.1 <ada@example.com> is unknown here' }),
      isBusy: () => server.refuse({ at: 'message', code: 451, words: '4.7.1 Try again later' }),
      refuses: () => server.refuse({ at: 'message', code: 554, words: '5.7.1 Message for ada@example.com refused' }),
      hangsUp: () => server.hangUp(),
    },
    close: async () => {
      if (!closed) await server.close()
      closed = true
    },
  }
})

describe('SMTP', () => {
  let server: MailServer
  let send: Send
  beforeEach(async () => {
    server = await startMailServer()
    send = smtpSender({ url: server.url, from: FROM, ca: server.ca })
  })
  afterEach(() => server.close())
  const message = aMessage('email')

  test('the mail is text and HTML, from the dispensary by name, and answers go to the dispensary', async () => {
    const delivery = await send(recipient, message, NOW)
    const [got] = server.received
    expect(got).toMatchObject({ to: ['ada@example.com'], secure: true })
    expect(got?.mail.subject).toBe('Ya casi llega: 6:02–6:08 p.m.')
    expect(got?.mail.from?.value).toEqual([{ name: 'Señor Alder', address: FROM }])
    expect(got?.mail.replyTo?.value).toEqual([{ name: 'Señor Alder', address: 'hello@alderbay.example' }])
    expect(got?.mail.text?.trimEnd()).toBe(message.text)
    expect(got?.mail.html).toBe(message.html)
    expect(got?.mail.headers.get('auto-submitted')).toBe('auto-generated')
    expect(got?.mail.headers.get('content-language')).toBe('es')
    expect(delivery).toEqual({ outcome: 'sent', reference: got?.mail.messageId })
  })

  test('the same message sent again is the same mail; another is another', async () => {
    await send(recipient, message, NOW)
    await send(recipient, message, NOW + 60_000)
    await send(recipient, aMessage('email', 'delivered'), NOW)
    const [one, two, other] = server.received.map(({ mail }) => mail.messageId)
    expect(two).toBe(one)
    expect(other).not.toBe(one)
    expect(one).toMatch(/@doorstep\.example>$/)
  })

  test('a mailbox provider can stop the messages with one click, and is told so', async () => {
    await send(recipient, message, NOW)
    const headers = server.received[0]?.mail.headers
    expect(headers?.get('list')).toMatchObject({ unsubscribe: { url: message.unsubscribeUrl } })
    expect(server.received[0]?.mail.headerLines.map(({ line }) => line)).toContain(
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    )
  })

  test('mail comes back to addresses of ours where there are any: answered, returned, refused', async () => {
    const mailboxes = { reply: 'r-1@back.example', bounce: 'b-1@back.example', unsubscribe: 'u-1@back.example' }
    await send(recipient, { ...message, mailboxes }, NOW)
    const [got] = server.received
    expect(got?.mail.replyTo?.value).toEqual([{ name: 'Señor Alder', address: 'r-1@back.example' }])
    expect([got?.returnPath, got?.to, got?.mail.from?.value[0]?.address]).toEqual([
      'b-1@back.example',
      ['ada@example.com'],
      FROM,
    ])
    expect(got?.mail.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line.replace(/\s+/g, ' ')).toBe(
      `List-Unsubscribe: <${message.unsubscribeUrl}>, <mailto:u-1@back.example?subject=unsubscribe>`,
    )
  })

  test('an answer to a mail stands in its conversation, and says that a machine gave it', async () => {
    await send(recipient, { ...message, inReplyTo: '<ask@example.com>' }, NOW)
    const { mail, returnPath } = server.received[0] ?? {}
    expect([mail?.inReplyTo, mail?.references, returnPath]).toEqual(['<ask@example.com>', '<ask@example.com>', FROM])
    expect(mail?.headers.get('auto-submitted')).toBe('auto-replied')
  })

  test.each([
    'ada',
    'ada@example.com, eve@example.com',
    'ada@example.com\r\nRCPT TO:<eve@example.com>',
    '<eve@example.com>',
  ])('an address that is not one mailbox gets nothing: %j', async (address) => {
    expect(await send({ channel: 'email', address }, message, NOW)).toEqual({
      outcome: 'gone',
      reason: 'smtp-bad-address',
    })
    expect(server.received).toEqual([])
  })

  test('a line break in a name or a subject stays in its line', async () => {
    const bent = { ...message, subject: 'Hi\r\nBcc: eve@example.com', from: { name: 'A\r\nBcc: eve@example.com' } }
    await send(recipient, bent, NOW)
    expect(server.received[0]?.to).toEqual(['ada@example.com'])
    expect(server.received[0]?.mail.bcc).toBeUndefined()
  })

  test('the password is sent over TLS, and a wrong one is a refusal', async () => {
    const login = smtpSender({ url: server.urlWithLogin, from: FROM, ca: server.ca })
    await login(recipient, message, NOW)
    expect(server.received).toMatchObject([{ secure: true, user: 'doorstep' }])
    server.refuse({ at: 'login', code: 535, words: '5.7.8 Wrong password' })
    expect(await login(recipient, message, NOW)).toEqual({ outcome: 'failed', reason: 'smtp-535-5.7.8' })
  })

  test('the password is not sent at all to a server that speaks in the clear', async () => {
    const inTheClear = await startMailServer({ tls: false })
    const delivery = await smtpSender({ url: inTheClear.urlWithLogin, from: FROM })(recipient, message, NOW)
    expect(delivery.outcome).not.toBe('sent')
    expect(inTheClear.received).toEqual([])
    await inTheClear.close()
  })

  test('a server whose certificate nobody vouches for gets nothing', async () => {
    expect(await smtpSender({ url: server.url, from: FROM })(recipient, message, NOW)).toMatchObject({
      outcome: 'later',
    })
    expect(server.received).toEqual([])
  })
})

describe('what a mail server answers', () => {
  test.concurrent.each([
    ['mailbox', 550, '5.1.1 User unknown', 'gone', 'smtp-550-5.1.1'],
    ['mailbox', 550, 'No such user here', 'gone', 'smtp-550'],
    ['mailbox', 553, 'Mailbox name not allowed', 'gone', 'smtp-553'],
    ['mailbox', 550, '5.2.1 Mailbox disabled', 'gone', 'smtp-550-5.2.1'],
    ['mailbox', 556, '5.1.10 Domain takes no mail', 'gone', 'smtp-556-5.1.10'],
    ['mailbox', 550, '5.7.1 Refused by policy', 'failed', 'smtp-550-5.7.1'],
    ['mailbox', 552, '5.2.2 Mailbox full', 'failed', 'smtp-552-5.2.2'],
    ['message', 550, 'Looks like spam', 'failed', 'smtp-550'],
    ['message', 552, '5.3.4 Too big', 'failed', 'smtp-552-5.3.4'],
    ['mailbox', 450, '4.2.1 Greylisted', 'later', 'smtp-450-4.2.1'],
    ['mailbox', 452, '4.2.2 Mailbox full', 'later', 'smtp-452-4.2.2'],
    ['connect', 421, '4.3.2 Shutting down', 'later', 'smtp-421-4.3.2'],
    ['connect', 554, 'No service for you', 'failed', 'smtp-554'],
  ] as const)('at the %s an answer of %i %s means %s', async (at, code, words, outcome, reason) => {
    const server = await startMailServer()
    server.refuse({ at, code, words })
    const send = smtpSender({ url: server.url, from: FROM, ca: server.ca })
    expect(await send(recipient, aMessage('email'), NOW)).toEqual({ outcome, reason })
    await server.close()
  })
})

import { describe, expect, test } from 'vitest'
import { copyFaults } from '../../templates/copy-rules.ts'
import { hours } from '../../api/domain/time.ts'
import { STORE } from '../doorstep.ts'
import { deliver, receive } from '../flow/customer.ts'
import { wordsOfHtml } from '../templates/facts.ts'
import {
  answered,
  asStaff,
  composed,
  handOver,
  heard,
  lastMail,
  openWithMail,
  replyAddress,
  unsubscribeAddress,
} from './mailbox.ts'
import type { Mailed } from './mailbox.ts'

const ANA = { email: 'ana@example.com' }
async function mailedAna(customer: object = ANA): Promise<Mailed> {
  const mailed = await openWithMail()
  await receive(mailed.doorstep, customer)
  await deliver(mailed.doorstep)
  return mailed
}
/** Whether a next order of hers is told of by mail. */
async function isMailedAgain({ doorstep, server }: Mailed): Promise<boolean> {
  const before = server.received.length
  await doorstep.tell({ type: 'order.received', data: { orderId: 'next', number: '2', customer: ANA } })
  await deliver(doorstep, 'next')
  return server.received.length > before
}
const withdrawn = { type: 'consent.withdrawn', orderId: '1', channel: 'email', source: 'email', scope: 'everywhere' }

describe('who answers STOP', () => {
  test.each([
    'STOP',
    'Stop.',
    'stop all',
    'Unsubscribe',
    'unsubscribe me!',
    'opt-out',
    'ALTO',
    'Darme de baja',
    'No más correos',
  ])('as “%s” gets no mail of any order any more, and the trail proves it', async (words) => {
    await using mailed = await mailedAna()
    expect(await handOver(mailed, await answered(mailed, words))).toEqual({ took: 'unsubscribe' })
    expect(await heard(mailed)).toEqual([
      withdrawn,
      { type: 'reply.received', replyId: expect.any(String), channel: 'email', orderId: '1', wish: 'stop' },
    ])
    expect(await isMailedAgain(mailed)).toBe(false)
  })

  test.each(['Please do not stop at the gate', 'Cancel', 'stop by the side door', 'End of the road, turn left'])(
    'is not whoever writes “%s”: that is for the staff to read',
    async (words) => {
      await using mailed = await mailedAna()
      expect(await handOver(mailed, await answered(mailed, words))).toEqual({ took: 'reply' })
      expect((await asStaff(mailed, '1042')).order.replies).toMatchObject([{ words }])
      expect(await isMailedAgain(mailed)).toBe(true)
    },
  )

  test('in the subject alone is heard too, and twice is one wish', async () => {
    await using mailed = await mailedAna()
    const raw = () =>
      composed({ from: 'ana@example.com', to: replyAddress(lastMail(mailed)), subject: 'RE: Unsubscribe', text: '' })
    for (let n = 0; n < 3; n += 1) expect(await handOver(mailed, await raw())).toEqual({ took: 'unsubscribe' })
    expect(await heard(mailed)).toHaveLength(2)
  })

  test('and says more is read by the staff as well', async () => {
    await using mailed = await mailedAna()
    await handOver(mailed, await answered(mailed, 'STOP\n\nand the bag was torn'))
    expect((await asStaff(mailed, '1042')).order.replies).toMatchObject([{ words: 'STOP\n\nand the bag was torn' }])
    expect(await isMailedAgain(mailed)).toBe(false)
  })

  test('from whatever address: it is the customer’s own that gets no mail', async () => {
    await using mailed = await mailedAna()
    await handOver(mailed, await answered(mailed, 'STOP', { from: 'eve@example.com' }))
    expect(await isMailedAgain(mailed)).toBe(false)
    await mailed.doorstep.tell({
      type: 'order.received',
      data: { orderId: 'e', number: '3', customer: { email: 'eve@example.com' } },
    })
    await deliver(mailed.doorstep, 'e')
    expect(lastMail(mailed).to).toEqual(['eve@example.com'])
  })

  test('may ask for mail again on the page', async () => {
    await using mailed = await mailedAna()
    await handOver(mailed, await answered(mailed, 'STOP'))
    const path = `/v1/track/${await mailed.doorstep.linkTo('1')}/messages`
    expect((await mailed.doorstep.post(path, '{"channel":"email","wish":"on"}', {})).status).toBe(200)
    expect(await isMailedAgain(mailed)).toBe(true)
  })
})

describe('a mail program that unsubscribes by mail', () => {
  test('is heard, whatever it writes and though a machine wrote it, also once more after a change of mind', async () => {
    await using mailed = await mailedAna()
    const to = unsubscribeAddress(lastMail(mailed))
    const raw = await composed({
      ...{ from: 'ana@example.com', to, subject: 'unsubscribe', headers: { 'Auto-Submitted': 'auto-generated' } },
      text: 'This message was automatically generated.',
    })
    for (let n = 0; n < 2; n += 1) expect(await handOver(mailed, raw)).toEqual({ took: 'unsubscribe' })
    expect(await heard(mailed)).toEqual([withdrawn])
    expect(await isMailedAgain(mailed)).toBe(false)
    const path = `/v1/track/${await mailed.doorstep.linkTo('1')}/messages`
    await mailed.doorstep.post(path, '{"channel":"email","wish":"on"}', {})
    mailed.doorstep.advance(hours(1))
    await handOver(mailed, raw)
    expect((await heard(mailed)).slice(-2)).toMatchObject([{ type: 'consent.given' }, withdrawn])
  })
})

describe('HELP', () => {
  const ask = async (mailed: Mailed, words = 'Help', more: Parameters<typeof answered>[2] = {}) =>
    handOver(mailed, await answered(mailed, words, more))

  test('is answered by mail how to reach the store, in the same conversation, and read by its staff', async () => {
    await using mailed = await mailedAna()
    const before = replyAddress(lastMail(mailed))
    expect(await ask(mailed, 'Help', { messageId: '<ask.1@example.com>' })).toEqual({ took: 'reply' })
    const { mail, to, returnPath } = lastMail(mailed)
    expect([mailed.server.received.length, to, mail.subject]).toEqual([
      2,
      ['ana@example.com'],
      'Help with your order 1042',
    ])
    expect(mail.text?.replace(/\/t\/[\w-]+/g, '/t/TOKEN')).toMatchInlineSnapshot(`
      "Alder Bay Provisions
      Order 1042

      How to reach us

      For help with your order 1042 call (707) 555-0100 or write to hello@alderbay.example.

      The store reads what you write back. Reply STOP to get no more e-mails.

      See your delivery:
      https://track.example/t/TOKEN

      Alder Bay Provisions LLC
      License C10-0000123-LIC
      Call (707) 555-0100

      Change or stop messages:
      https://track.example/t/TOKEN/messages"
    `)
    expect([mail.inReplyTo, mail.references, mail.headers.get('auto-submitted')]).toEqual([
      ...['<ask.1@example.com>', '<ask.1@example.com>', 'auto-replied'],
    ])
    expect([replyAddress(lastMail(mailed)), returnPath]).toEqual([before, 'deliveries@track.example'])
    expect([copyFaults(mail.text ?? ''), copyFaults(wordsOfHtml(mail.html || ''))]).toEqual([[], []])
    expect(await heard(mailed)).toMatchObject([
      { type: 'reply.received', orderId: '1', wish: 'help', channel: 'email' },
      { type: 'reply.answered', orderId: '1' },
    ])
    const { order } = await asStaff(mailed, '1042')
    expect(order.replies).toMatchObject([{ words: 'Help' }])
    expect(order.timeline.map(({ words }) => words)).toContain('HELP was answered by email with how to reach the store')
  })

  test('is answered in Spanish to whom Spanish is written', async () => {
    await using mailed = await mailedAna()
    await mailed.doorstep.post(`/v1/track/${await mailed.doorstep.linkTo('1')}/language`, '{"locale":"es"}', {})
    await ask(mailed, 'AYUDA')
    expect(lastMail(mailed).mail.text).toContain('Para ayuda con su pedido 1042 llame al (707) 555-0100')
  })

  test('calls no order after its customer, though the till does', async () => {
    await using mailed = await openWithMail()
    const customer = { email: 'ana@example.com', name: 'Ana Reyes' }
    await mailed.doorstep.tell({ type: 'order.received', data: { orderId: '1', number: 'REYES-7', customer } })
    await mailed.doorstep.tell({ type: 'handoff.completed', data: { orderId: '1' } })
    await ask(mailed)
    const { subject, text } = lastMail(mailed).mail
    expect([mailed.server.received.length, subject, text?.includes('REYES')]).toEqual([
      2,
      'Help with your order',
      false,
    ])
  })

  test('is answered to the customer and never to whom the mail names', async () => {
    await using mailed = await mailedAna()
    await ask(mailed, 'HELP', { from: 'eve@example.com', replyTo: 'eve@example.com' })
    expect(lastMail(mailed).to).toEqual(['ana@example.com'])
  })

  test('is answered once, however often the mail is brought', async () => {
    await using mailed = await mailedAna()
    const raw = await answered(mailed, 'HELP')
    await Promise.all([1, 2, 3].map(() => handOver(mailed, raw)))
    await handOver(mailed, raw)
    expect(mailed.server.received).toHaveLength(2)
  })

  test('is answered without a link to a page that has ended, but with the one that stops messages', async () => {
    await using mailed = await mailedAna()
    mailed.doorstep.advance(hours(24 * 3))
    await ask(mailed)
    const { text, html } = lastMail(mailed).mail
    const ends = [text, html].map((one) => [...`${one}`.matchAll(/https:\/\/track\.example\/t\/[\w-]{22}([^\s"]*)/g)])
    expect(ends.map((found) => found.map(([, end]) => end))).toEqual([['/messages'], ['/messages']])
    const [stop = ''] = ends[0]?.[0] ?? []
    expect((await mailed.doorstep.app.request(new URL(stop).pathname)).status).toBe(200)
  })

  test('that cannot be answered says so, and why, for the staff to see', async () => {
    await using mailed = await mailedAna()
    mailed.server.refuse({ at: 'mailbox', code: 550, words: '5.1.1 No such user' })
    await ask(mailed)
    expect((await heard(mailed)).at(-1)).toMatchObject({ type: 'reply.unanswered', reason: 'smtp-550-5.1.1' })
    const { order } = await asStaff(mailed, '1042')
    expect(order.timeline.map(({ words }) => words)).toContain('HELP could not be answered by email: smtp 550 5.1.1')
  })

  test.each(['<one@example.com> <two@example.com>', 'nothing of the kind', `<${'x'.repeat(300)}@example.com>`])(
    'answers no conversation where the mail names none: %s',
    async (messageId) => {
      await using mailed = await mailedAna()
      const raw = (await answered(mailed, 'HELP'))
        .toString('latin1')
        .replace(/^Message-ID:.*$/im, `Message-ID: ${messageId}`)
      await handOver(mailed, Buffer.from(raw, 'latin1'))
      const { mail } = lastMail(mailed)
      expect([mail.subject, mail.inReplyTo, mail.references]).toEqual([
        'Help with your order 1042',
        undefined,
        undefined,
      ])
    },
  )

  test('is not answered with what no message may say', async () => {
    await using mailed = await mailedAna()
    await mailed.doorstep.enroll.dispensary({ ...STORE, phone: '12 Main Street' })
    await ask(mailed)
    expect(mailed.server.received).toHaveLength(1)
    expect((await heard(mailed)).at(-1)).toMatchObject({ type: 'reply.unanswered', reason: 'copy-rules' })
  })

  test('names no store that may not be named', async () => {
    const store = {
      ...STORE,
      name: 'Alder Bay Cannabis',
      legalName: 'Alder Bay Cannabis LLC',
      email: 'weed@alderbay.example',
    }
    await using mailed = await openWithMail({ store })
    await receive(mailed.doorstep, ANA)
    await deliver(mailed.doorstep)
    await ask(mailed)
    const { mail } = lastMail(mailed)
    expect([mail.subject, mail.from?.value[0]?.name]).toEqual(['Help with your order 1042', 'Your store'])
    expect(copyFaults(`${mail.subject}\n${mail.text}`)).toEqual([])
  })
})

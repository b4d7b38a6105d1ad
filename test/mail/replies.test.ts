import { describe, expect, test } from 'vitest'
import { rebuildProjections } from '../../api/audit/rebuild.ts'
import { verifyChains } from '../../api/audit/verify.ts'
import { supportMessages } from '../../api/contract-messages.ts'
import { supportOrder } from '../../api/contract-support.ts'
import { hours, minutes } from '../../api/domain/time.ts'
import { STORE } from '../doorstep.ts'
import { deliver, receive } from '../flow/customer.ts'
import { storedRows, trailRows } from '../ingest/rows.ts'
import { CLIENTS } from './clients.ts'
import {
  answered,
  asStaff,
  composed,
  DOMAIN,
  handOver,
  heard,
  lastMail,
  openWithMail,
  replyAddress,
} from './mailbox.ts'
import type { Mailed } from './mailbox.ts'

const MAIL_ONLY = { email: 'Ana@example.com' }
async function mailedAna(): Promise<Mailed> {
  const mailed = await openWithMail()
  await receive(mailed.doorstep, MAIL_ONLY)
  await deliver(mailed.doorstep)
  return mailed
}
const repliesOf = async ({ doorstep }: Mailed) =>
  (await doorstep.stages.contacts.repliesTo({ dispensaryId: STORE.id, orderId: '1' })).map(({ words }) => words)
const tell = async ({ doorstep }: Mailed, orderId: string, customer: object, dispensaryId = STORE.id) => {
  const received = { type: 'order.received' as const, time: doorstep.now(), data: { orderId, number: orderId } }
  const done = { type: 'handoff.completed' as const, time: doorstep.now(), data: { orderId } }
  const of = { dispensaryId, source: 'till' }
  const attached = { contacts: { [orderId]: customer } }
  await doorstep.stages.record({ ...of, eventId: `in-${orderId}`, event: received, attached })
  await doorstep.stages.record({ ...of, eventId: `out-${orderId}`, event: done })
  await doorstep.stages.idle()
}

describe('a mail to a customer', () => {
  test('is answered at an address that says nothing of anybody, by the name of the store', async () => {
    await using mailed = await mailedAna()
    const { mail, returnPath } = lastMail(mailed)
    expect(mail.replyTo?.value).toEqual([
      { name: STORE.name, address: expect.stringMatching(new RegExp(`^r-[a-z2-7]{26}@${DOMAIN}$`)) },
    ])
    expect(returnPath).toMatch(new RegExp(`^b-[a-z2-7]{26}@${DOMAIN}$`))
    expect(mail.from?.value[0]?.address).toBe('deliveries@track.example')
  })

  test('is answered at the store’s own mailbox where nothing comes back to us', async () => {
    await using mailed = await openWithMail({ mailReturns: undefined })
    await receive(mailed.doorstep, MAIL_ONLY)
    await deliver(mailed.doorstep)
    const { mail, returnPath } = lastMail(mailed)
    expect([replyAddress(lastMail(mailed)), returnPath]).toEqual([STORE.email, 'deliveries@track.example'])
    expect(mail.headers.get('list')).toEqual({
      unsubscribe: { url: expect.any(String) },
      'unsubscribe-post': expect.anything(),
    })
    expect(await handOver(mailed, Buffer.from('To: x\r\n\r\nHi'))).toBe(404)
  })
})

describe('who answers a mail', () => {
  test('is read by support at the order, and seen among the messages', async () => {
    await using mailed = await mailedAna()
    mailed.doorstep.advance(minutes(3))
    const raw = await answered(mailed, 'Could the driver ring twice?\n\nThe bell is weak — gracias, señor.')
    expect(await handOver(mailed, raw)).toEqual({ took: 'reply' })
    const at = new Date(mailed.doorstep.now()).toISOString()
    const { order, messages } = await asStaff(mailed, '1042')
    expect(supportOrder.parse(order).replies).toEqual([
      {
        ...{ at, channel: 'email', fromElsewhere: false, files: 0 },
        words: 'Could the driver ring twice?\n\nThe bell is weak — gracias, señor.',
      },
    ])
    expect(order.timeline.map(({ words }) => words)).toContain('The customer wrote back by email')
    expect(supportMessages.parse(messages).replies).toEqual([{ number: '1042', channel: 'email', at }])
    for await (const { findings } of verifyChains(mailed.doorstep.db)) expect(findings).toEqual([])
    for await (const { differences } of rebuildProjections(mailed.doorstep.db, { keep: true }))
      expect(differences).toEqual([])
  })

  test.each(CLIENTS)('may use $client', async ({ raw, words }) => {
    await using mailed = await mailedAna()
    expect(await handOver(mailed, raw(replyAddress(lastMail(mailed))))).toEqual({ took: 'reply' })
    expect(await repliesOf(mailed)).toEqual([words])
  })

  test('leaves no word in the trail nor anywhere unsealed, and no address', async () => {
    await using mailed = await mailedAna()
    await handOver(mailed, await answered(mailed, 'The code is 4711', { messageId: '<ana.reyes.1@example.com>' }))
    const rows = [
      ...(await trailRows(mailed.doorstep)).map(({ data }) => data),
      ...(await storedRows(mailed.doorstep.db)),
    ]
    expect(rows.filter((row) => /4711|ana.reyes|ana@example/i.test(row))).toEqual([])
    expect(JSON.stringify(mailed.doorstep.lines)).not.toMatch(/4711|ana|[rbu]-[a-z2-7]{26}/i)
  })

  test('twice by a mail system that repeats itself is heard once', async () => {
    await using mailed = await mailedAna()
    const raw = await answered(mailed, 'Hello')
    const again = Buffer.concat([Buffer.from('Received: by another.example; Fri, 24 Apr 2026 18:40:00 -0700\r\n'), raw])
    for (const one of [raw, again, raw]) expect(await handOver(mailed, one)).toEqual({ took: 'reply' })
    expect(await repliesOf(mailed)).toEqual(['Hello'])
    expect(await heard(mailed)).toHaveLength(1)
    await handOver(mailed, await answered(mailed, 'Hello'))
    expect(await repliesOf(mailed)).toEqual(['Hello', 'Hello'])
  })

  test('and names no Message-ID is known by what it says', async () => {
    await using mailed = await mailedAna()
    const to = replyAddress(lastMail(mailed))
    const raw = (words: string) =>
      Buffer.from(`From: ana@example.com\r\nTo: ${to}\r\nDate: Fri, 24 Apr 2026 18:31:00 -0700\r\n\r\n${words}`)
    for (const words of ['One', 'One', 'Two']) await handOver(mailed, raw(words))
    expect(await repliesOf(mailed)).toEqual(['One', 'Two'])
  })

  test('from another address, or with files, is read with that said', async () => {
    await using mailed = await mailedAna()
    const photo = { filename: 'door.jpg', content: Buffer.alloc(300_000, 7) }
    await handOver(
      mailed,
      await answered(mailed, 'I am her husband', { from: 'luis@example.com', attachments: [photo, photo] }),
    )
    const { order } = await asStaff(mailed, '1042')
    expect(order.replies).toMatchObject([{ words: 'I am her husband', fromElsewhere: true, files: 2 }])
    expect((await storedRows(mailed.doorstep.db)).some((row) => /door\.jpg|luis/.test(row))).toBe(false)
  })

  test('with a picture below the signature has sent no file', async () => {
    await using mailed = await mailedAna()
    const logo = { filename: 'logo.png', content: Buffer.alloc(2_000, 1), cid: 'logo@example.com' }
    const html = '<p>Hello</p><img src="cid:logo@example.com">'
    await handOver(mailed, await answered(mailed, 'Hello', { html, attachments: [logo] }))
    expect((await asStaff(mailed, '1042')).order.replies).toMatchObject([{ words: 'Hello', files: 0 }])
  })

  test('is heard long after the page has ended, and not once the customer is forgotten', async () => {
    await using mailed = await mailedAna()
    mailed.doorstep.advance(hours(24 * 40))
    expect(await handOver(mailed, await answered(mailed, 'A bag was missing'))).toEqual({ took: 'reply' })
    await mailed.doorstep.stages.forget({ dispensaryId: STORE.id, orderId: '1' }, 'operator')
    const before = await trailRows(mailed.doorstep)
    for (const words of ['Hello?', 'STOP', 'HELP'])
      expect(await handOver(mailed, await answered(mailed, words))).toEqual({ took: 'nothing', because: 'forgotten' })
    expect(await repliesOf(mailed)).toEqual([])
    expect(await trailRows(mailed.doorstep)).toEqual(before)
  })

  test('writes to one store, and no other sees it', async () => {
    await using mailed = await openWithMail()
    await mailed.doorstep.enroll.dispensary({ ...STORE, id: 'bay-two', name: 'Bay Two' })
    await tell(mailed, 'here', MAIL_ONLY)
    const here = replyAddress(lastMail(mailed))
    await tell(mailed, 'there', MAIL_ONLY, 'bay-two')
    await handOver(mailed, await answered(mailed, 'For here', { to: here }))
    await handOver(mailed, await answered(mailed, 'For there'))
    const [ours, theirs] = [await asStaff(mailed, 'here'), await asStaff(mailed, 'there', 'bay-two')]
    expect([ours.order.replies, theirs.order.replies]).toMatchObject([
      [{ words: 'For here' }],
      [{ words: 'For there' }],
    ])
    expect([ours.messages.replies, theirs.messages.replies]).toMatchObject([
      [{ number: 'here' }],
      [{ number: 'there' }],
    ])
  })

  test('ten times an hour is read, not more; and STOP is heard all the same', async () => {
    await using mailed = await mailedAna()
    const took: unknown[] = []
    for (let n = 0; n < 12; n += 1) took.push(await handOver(mailed, await answered(mailed, `Hello ${n}`)))
    expect(took.slice(9)).toEqual([
      { took: 'reply' },
      ...Array<unknown>(2).fill({ took: 'nothing', because: 'too-many' }),
    ])
    expect(await handOver(mailed, await answered(mailed, 'Stop'))).toEqual({ took: 'unsubscribe' })
    mailed.doorstep.advance(hours(1) + 1)
    expect(await handOver(mailed, await answered(mailed, 'Hello again'))).toEqual({ took: 'reply' })
  })
})

describe('a machine that answers', () => {
  test.each<[string, Record<string, string>, string?]>([
    ['says so', { 'Auto-Submitted': 'auto-replied' }],
    ['says so in other words', { 'Auto-Submitted': 'auto-generated (vacation)' }],
    ['is of the old kind', { Precedence: 'bulk' }],
    ['calls itself an auto-reply', { Precedence: 'auto_reply' }],
    ['has a header of its own', { 'X-Autoreply': 'yes' }],
    ['has another one', { 'X-Autorespond': 'Re: On the way' }],
    ['is a mailing list', { 'List-Id': '<family.example.com>' }],
    ['wants no bounce', { 'Return-Path': '<>' }],
    ['is out of the office', {}, 'Automatic reply: On the way'],
    ['is out of the office in Spanish', {}, 'Respuesta automática: En camino'],
  ])('%s: it is neither kept nor answered', async (_, headers, subject) => {
    await using mailed = await mailedAna()
    for (const words of ['I am away until Monday', 'HELP'])
      expect(
        await handOver(mailed, await answered(mailed, words, { headers, ...(subject !== undefined && { subject }) })),
      ).toEqual({
        ...{ took: 'nothing', because: 'automatic' },
      })
    expect(await heard(mailed)).toEqual([])
    expect(mailed.server.received).toHaveLength(1)
  })

  test('is not one that says it is none', async () => {
    await using mailed = await mailedAna()
    const raw = await answered(mailed, 'Hello', { headers: { 'Auto-Submitted': 'no' } })
    expect(await handOver(mailed, raw)).toEqual({ took: 'reply' })
  })

  test('and answers our own answer gets none', async () => {
    await using mailed = await mailedAna()
    await handOver(mailed, await answered(mailed, 'HELP'))
    const help = lastMail(mailed)
    expect(help.mail.headers.get('auto-submitted')).toBe('auto-replied')
    const echo = await composed({
      ...{ from: 'ana@example.com', to: replyAddress(help) },
      subject: 'Help',
      text: 'HELP',
    })
    for (let n = 0; n < 20; n += 1) {
      const turned = Buffer.from(
        echo.toString('latin1').replace(/^Message-ID:.*$/im, `Message-ID: <${n}@example.com>`),
        'latin1',
      )
      await handOver(mailed, turned)
    }
    expect(mailed.server.received.length).toBeLessThanOrEqual(11)
  })
})

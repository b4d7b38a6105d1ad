import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hours, seconds } from '../../api/domain/time.ts'
import { messagesOfOrder } from '../../db/outbox.ts'
import { deliver, receive, told } from '../flow/customer.ts'
import { trailRows } from '../ingest/rows.ts'
import { answered, asStaff, handOver, heard, lastMail, openWithMail, replyAddress } from './mailbox.ts'
import type { Mailed } from './mailbox.ts'
import { complaint, fromExchange, fromPostfix } from './reports.ts'

const BOTH = { email: 'ana@example.com', phone: '+17075550141' }
async function mailedAna(customer: object = BOTH): Promise<Mailed> {
  const mailed = await openWithMail()
  await receive(mailed.doorstep, customer)
  await deliver(mailed.doorstep)
  return mailed
}
const statuses = async ({ doorstep }: Mailed): Promise<string[]> =>
  (await messagesOfOrder(doorstep.db, 'alder-bay', '1')).map(({ channel, status }) => `${channel} ${status}`)

describe('a mail that is returned', () => {
  test('has failed, and what it told is told by text', async () => {
    await using mailed = await mailedAna()
    mailed.doorstep.advance(seconds(20))
    expect(await handOver(mailed, fromPostfix({ to: lastMail(mailed).returnPath }))).toEqual({ took: 'bounce' })
    expect(await told(mailed.doorstep)).toEqual([
      'planned delivered email',
      'sent delivered email',
      'failed delivered email smtp-5.1.1 permanent',
      'planned delivered sms',
      'sent delivered sms',
    ])
    expect(await statuses(mailed)).toEqual(['email failed', 'sms sent'])
    const { order, messages } = await asStaff(mailed, '1042')
    expect(order.timeline.map(({ words }) => words)).toContain(
      'Sending “delivered” by email failed: smtp 5.1.1 (permanent)',
    )
    expect(messages).toMatchObject({ failed: [{ channel: 'email', reason: 'smtp-5.1.1', toldBy: 'sms' }] })
  })

  test('too late to be told another way has failed all the same, and staff see it', async () => {
    await using mailed = await mailedAna()
    mailed.doorstep.advance(hours(30))
    await handOver(mailed, fromPostfix({ to: lastMail(mailed).returnPath, status: '4.4.7' }))
    expect((await told(mailed.doorstep)).slice(2)).toEqual(['failed delivered email smtp-4.4.7 permanent'])
    expect((await asStaff(mailed, '1042')).messages).toMatchObject({ failed: [{ reason: 'smtp-4.4.7', toldBy: null }] })
  })

  test('is understood of other mail systems too, and by the envelope alone', async () => {
    await using mailed = await mailedAna()
    const { returnPath } = lastMail(mailed)
    const raw = fromExchange({ to: 'undisclosed@example.com' })
    expect(await handOver(mailed, raw)).toEqual({ took: 'nothing', because: 'no-address-of-ours' })
    expect(await handOver(mailed, raw, { 'x-original-to': returnPath })).toEqual({ took: 'bounce' })
    expect((await told(mailed.doorstep))[2]).toBe('failed delivered email smtp-5.2.2 permanent')
  })

  test('names no code that is none, and no word of the mail system is kept', async () => {
    await using mailed = await mailedAna()
    await handOver(mailed, fromPostfix({ to: lastMail(mailed).returnPath, status: 'ana@example.com' }))
    expect((await told(mailed.doorstep))[2]).toBe('failed delivered email smtp-returned permanent')
    expect((await trailRows(mailed.doorstep)).some(({ data }) => data.includes('ana@example.com'))).toBe(false)
  })

  test.each([
    ['late', { action: 'delayed', status: '4.4.1' }],
    ['handed on', { action: 'relayed', status: '2.0.0' }],
    [
      'there for one of two that its address stands for',
      { more: ['', 'Final-Recipient: rfc822; b@example.com', 'Action: delivered', 'Status: 2.0.0'] },
    ],
  ])('is none where it is only %s', async (_, report) => {
    await using mailed = await mailedAna()
    expect(await handOver(mailed, fromPostfix({ to: lastMail(mailed).returnPath, ...report }))).toEqual({
      took: 'bounce',
    })
    expect(await statuses(mailed)).toEqual(['email sent'])
  })

  test('is one however often and in whatever order that is told', async () => {
    const reports = ['failed', 'delayed', 'delayed', 'failed']
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(reports, { minLength: 4 }), async (actions) => {
        await using mailed = await mailedAna()
        const { returnPath } = lastMail(mailed)
        for (const action of actions) await handOver(mailed, fromPostfix({ to: returnPath, action }))
        expect(await statuses(mailed)).toEqual(['email failed', 'sms sent'])
        expect(mailed.doorstep.sent).toHaveLength(1)
      }),
      { numRuns: 4 },
    )
  })

  test('after its link was opened was read before: it stays opened, and nobody is told twice', async () => {
    await using mailed = await mailedAna()
    const token = /\/t\/([\w-]{22})/.exec(lastMail(mailed).mail.text ?? '')?.[1]
    await mailed.doorstep.app.request(`/v1/track/${token}`)
    await handOver(mailed, fromPostfix({ to: lastMail(mailed).returnPath }))
    expect(await statuses(mailed)).toEqual(['email opened'])
    expect(mailed.doorstep.sent).toEqual([])
  })

  test.each([
    ['to where mails are answered', (mailed: Mailed) => replyAddress(lastMail(mailed))],
    ['to nobody', () => 'b-aaaaaaaaaaaaaaaaaaaaaaaaaa@replies.track.example'],
  ])('is not believed where it comes %s', async (_, to) => {
    await using mailed = await mailedAna()
    expect(await handOver(mailed, fromPostfix({ to: to(mailed) }))).toMatchObject({ took: 'nothing' })
    expect(await statuses(mailed)).toEqual(['email sent'])
  })

  test('is none where a person or a machine writes to where mails are returned', async () => {
    await using mailed = await mailedAna()
    const raw = await answered(mailed, 'STOP', { to: lastMail(mailed).returnPath })
    expect(await handOver(mailed, raw)).toEqual({ took: 'nothing', because: 'no-report' })
    expect(await heard(mailed)).toEqual([])
  })
})

describe('a mail that its reader calls abuse', () => {
  const withdrawn = {
    type: 'consent.withdrawn',
    channel: 'email',
    source: 'carrier',
    scope: 'everywhere',
    orderId: '1',
  }

  test.each([
    ['its Reply-To', (mailed: Mailed) => [`Reply-To: Alder Bay <${replyAddress(lastMail(mailed))}>`]],
    ['its Return-Path', (mailed: Mailed) => [`Return-Path: <${lastMail(mailed).returnPath.toUpperCase()}>`]],
  ])('ends all mail to them: it is known by %s', async (_, original) => {
    await using mailed = await mailedAna({ email: 'ana@example.com' })
    const raw = complaint({ original: original(mailed) })
    for (let n = 0; n < 2; n += 1) expect(await handOver(mailed, raw)).toEqual({ took: 'complaint' })
    expect(await heard(mailed)).toEqual([withdrawn])
    await mailed.doorstep.tell({ type: 'order.received', data: { orderId: 'next', number: '2', customer: BOTH } })
    await deliver(mailed.doorstep, 'next')
    expect(mailed.server.received).toHaveLength(1)
    expect(mailed.doorstep.messages('sms')).toEqual(['delivered'])
  })

  test.each(['not-spam', 'virus', 'other'])('is none where the report says %s', async (kind) => {
    await using mailed = await mailedAna()
    const raw = complaint({ kind, original: [`Reply-To: <${replyAddress(lastMail(mailed))}>`] })
    expect(await handOver(mailed, raw)).toEqual({ took: 'nothing', because: 'no-address-of-ours' })
    expect(await heard(mailed)).toEqual([])
  })

  test('is nothing to us where it is about somebody else’s mail', async () => {
    await using mailed = await mailedAna()
    const raw = complaint({ original: ['Reply-To: <r-aaaaaaaaaaaaaaaaaaaaaaaaaa@replies.track.example>'] })
    expect(await handOver(mailed, raw)).toEqual({ took: 'nothing', because: 'no-address-of-ours' })
  })
})

import { describe, expect, test } from 'vitest'
import { deliver, receive } from '../flow/customer.ts'
import { answered, handOver, lastMail, openWithMail, replyAddress, SECRET } from './mailbox.ts'
import type { Mailed } from './mailbox.ts'

async function mailedAna(): Promise<Mailed> {
  const mailed = await openWithMail()
  await receive(mailed.doorstep, { email: 'ana@example.com' })
  await deliver(mailed.doorstep)
  return mailed
}
const wordsOf = async ({ doorstep }: Mailed): Promise<string[]> =>
  (await doorstep.stages.contacts.repliesTo({ dispensaryId: 'alder-bay', orderId: '1' })).map(({ words }) => words)
const post = async (
  { doorstep }: Mailed,
  body: string | Uint8Array<ArrayBuffer> | URLSearchParams | FormData,
  headers: Record<string, string> = {},
) => {
  const authorization = `Bearer ${SECRET}`
  const response = await doorstep.app.request('/v1/mail/mime', {
    method: 'POST',
    body,
    headers: { authorization, ...headers },
  })
  return [response.status, await response.json()] as [number, { took?: string; title?: string }]
}

describe('whoever hands a mail over', () => {
  const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`

  test.each([`Bearer ${SECRET}`, `bearer ${SECRET}`, basic(`doorstep:${SECRET}`), basic(`:${SECRET}`)])(
    'knows the secret: %s',
    async (authorization) => {
      await using mailed = await mailedAna()
      expect(await handOver(mailed, await answered(mailed, 'Hello'), { authorization })).toEqual({ took: 'reply' })
    },
  )

  test.each(['', 'Bearer', 'Bearer wrong', `Bearer ${SECRET}x`, SECRET, basic(`${SECRET}:`), `Digest ${SECRET}`])(
    'is turned away without it: %s',
    async (authorization) => {
      await using mailed = await mailedAna()
      expect(await handOver(mailed, await answered(mailed, 'Hello'), { authorization })).toBe(401)
      expect(await wordsOf(mailed)).toEqual([])
    },
  )

  test('may have wrapped it up: Postmark in JSON', async () => {
    await using mailed = await mailedAna()
    const RawEmail = (await answered(mailed, 'Por Postmark, señor', { to: 'Store <other@example.com>' })).toString()
    const body = JSON.stringify({ RawEmail, OriginalRecipient: replyAddress(lastMail(mailed)), From: 'x' })
    expect(await post(mailed, body, { 'content-type': 'application/json; charset=utf-8' })).toEqual([
      200,
      { took: 'reply' },
    ])
    expect(await wordsOf(mailed)).toEqual(['Por Postmark, señor'])
  })

  test.each([
    ['Mailgun, as a form', (mail: string, to: string) => new URLSearchParams({ recipient: to, 'body-mime': mail })],
    ['Mailgun, in parts', (mail: string, to: string) => formOf({ recipient: to, 'body-mime': mail })],
    [
      'SendGrid',
      (mail: string, to: string) => formOf({ envelope: JSON.stringify({ to: [to], from: 'x' }), email: mail }),
    ],
  ])('may have wrapped it up: %s', async (_, wrap) => {
    await using mailed = await mailedAna()
    const mail = (await answered(mailed, 'Wrapped', { to: 'other@example.com' })).toString()
    expect(await post(mailed, wrap(mail, replyAddress(lastMail(mailed))))).toEqual([200, { took: 'reply' }])
    expect(await wordsOf(mailed)).toEqual(['Wrapped'])
  })

  test('may be curl, which calls everything a form', async () => {
    await using mailed = await mailedAna()
    const raw = await answered(mailed, 'By curl')
    await post(mailed, new Uint8Array(raw), { 'content-type': 'application/x-www-form-urlencoded' })
    expect(await wordsOf(mailed)).toEqual(['By curl'])
  })

  test('may tell the recipient beside it, or in it as mail servers do', async () => {
    await using mailed = await mailedAna()
    const to = replyAddress(lastMail(mailed))
    const elsewhere = (words: string) => answered(mailed, words, { to: 'store@example.com' })
    expect(await handOver(mailed, await elsewhere('One'))).toEqual({ took: 'nothing', because: 'no-address-of-ours' })
    await handOver(mailed, await elsewhere('Two'), { 'x-original-to': to })
    for (const header of ['X-Original-To', 'Delivered-To', 'Envelope-To'])
      await handOver(mailed, Buffer.concat([Buffer.from(`${header}: ${to}\r\n`), await elsewhere(header)]))
    expect(await wordsOf(mailed)).toEqual(['Two', 'X-Original-To', 'Delivered-To', 'Envelope-To'])
  })
})

describe('what is handed over', () => {
  test('may be large: its words are read and the pictures let go', async () => {
    await using mailed = await mailedAna()
    const photo = { filename: 'bag.jpg', content: Buffer.alloc(15_000_000, 7) }
    expect(await handOver(mailed, await answered(mailed, 'The bag was torn', { attachments: [photo] }))).toEqual({
      took: 'reply',
    })
    expect(await wordsOf(mailed)).toEqual(['The bag was torn'])
  })

  test('is refused where it cannot be cut, or never ends', async () => {
    await using mailed = await mailedAna()
    const large = JSON.stringify({ RawEmail: 'x'.repeat(13_000_000) })
    expect((await post(mailed, large, { 'content-type': 'application/json' }))[0]).toBe(413)
    let chunks = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        chunks += 1
        controller.enqueue(new Uint8Array(1_000_000))
      },
    })
    const request = new Request('http://localhost/v1/mail/mime', {
      ...{ method: 'POST', body: endless, headers: { authorization: `Bearer ${SECRET}` }, duplex: 'half' },
    } as RequestInit)
    expect((await mailed.doorstep.app.request(request)).status).toBe(413)
    expect(chunks).toBeLessThan(80)
  })

  test.each<[string, (to: string) => string | Buffer]>([
    ['nothing', () => ''],
    ['noise', () => Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 256))],
    ['headers alone', (to) => `To: ${to}`],
    ['a boundary that never comes', (to) => `To: ${to}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\nHello`],
    ['a body that is no base64', (to) => `To: ${to}\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%%`],
    ['an alphabet that nobody knows', (to) => `To: ${to}\r\nContent-Type: text/plain; charset=x-klingon\r\n\r\nHello`],
    [
      'a million parts',
      (to) => `To: ${to}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\n\r\n'.repeat(1_000_000)}`,
    ],
    ['parts in parts in parts', (to) => `To: ${to}\r\n${nested(3_000)}`],
    ['mails in mails in mails', (to) => `To: ${to}\r\n${'Content-Type: message/rfc822\r\n\r\n'.repeat(50_000)}Hello`],
    ['headers without end', (to) => `To: ${to}\r\n${'X-A: b\r\n'.repeat(1_000_000)}\r\nHello`],
    ['one header in a million lines', (to) => `To: ${to}\r\nSubject: a\r\n${' b\r\n'.repeat(1_000_000)}\r\nHello`],
    ['HTML in HTML in HTML', (to) => `To: ${to}\r\nContent-Type: text/html\r\n\r\n${'<b>'.repeat(1_000_000)}Hello`],
    ['HTML that never closes', (to) => `To: ${to}\r\nContent-Type: text/html\r\n\r\n${'<!-- <a '.repeat(1_000_000)}`],
    [
      'tables in tables',
      (to) => `To: ${to}\r\nContent-Type: text/html\r\n\r\n${'<table><tr><td>'.repeat(100_000)}Hello`,
    ],
    ['a thousand recipients', (to) => `To: ${'a@example.com, '.repeat(100_000)}${to}\r\n\r\nHello`],
  ])('may be %s, and Doorstep goes on', async (_, raw) => {
    await using mailed = await mailedAna()
    const made = raw(replyAddress(lastMail(mailed)))
    const before = process.memoryUsage().rss
    const [status, took] = await post(mailed, typeof made === 'string' ? made : new Uint8Array(made))
    expect([status, took]).toEqual([
      200,
      {
        took: expect.stringMatching(/^(?:reply|nothing)$/),
        ...(took.took === 'nothing' && { because: expect.any(String) }),
      },
    ])
    expect(process.memoryUsage().rss - before).toBeLessThan(500_000_000)
    expect(await handOver(mailed, await answered(mailed, 'Still there?'))).toEqual({ took: 'reply' })
  })

  test('is turned away while too many are read, and taken when it comes again', async () => {
    await using mailed = await mailedAna()
    const raw = await answered(mailed, 'Hello')
    const opened: ReadableStreamDefaultController<Uint8Array>[] = []
    const slow = Array.from({ length: 4 }, async () =>
      mailed.doorstep.app.request(
        new Request('http://localhost/v1/mail/mime', {
          method: 'POST',
          body: new ReadableStream<Uint8Array>({ start: (controller) => void opened.push(controller) }),
          headers: { authorization: `Bearer ${SECRET}` },
          duplex: 'half',
        } as RequestInit),
      ),
    )
    expect(await handOver(mailed, raw)).toBe(503)
    for (const controller of opened) controller.close()
    await Promise.all(slow)
    expect(await handOver(mailed, raw)).toEqual({ took: 'reply' })
  })
})

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}

function nested(depth: number): string {
  let mail = ''
  for (let n = 0; n < depth; n += 1) mail += `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`
  return `${mail}\r\nHello`
}

import { describe, expect, test } from 'vitest'
import { STORE } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { headOf, IMPATIENT, openDoor } from './socket.ts'

type Door = Awaited<ReturnType<typeof openDoor>>
type Dialled = Awaited<ReturnType<Door['dial']>>

const UNKNOWN = 'A'.repeat(22)
const TOKEN = '<token>'
const live = (token: string): string => `GET /v1/track/${token}/live`

async function received({ doorstep }: Door, orderId = '1'): Promise<string> {
  await doorstep.tell({ type: 'order.received', data: { orderId, number: `10${orderId}` } })
  return doorstep.linkTo(orderId)
}

/** The last whole message that a connection has heard, and its number. */
const lastOf = (text: string): { id: string; view: unknown } => {
  const [, id = '', data = ''] = [...text.matchAll(/id: (\d+)\ndata: (.+)\n\n/g)].at(-1) ?? []
  return { id, view: JSON.parse(Buffer.from(data, 'latin1').toString()) }
}

/** Ways to ask for a stream: by the first words of a connection, and by later ones. */
const WAYS: [string, (dialled: Dialled, token: string) => Promise<void>][] = [
  ['at once', async (dialled, token) => void dialled.ask(live(token), 'accept: text/event-stream')],
  [
    'a byte at a time',
    async ({ socket }, token) => {
      for (const byte of `${live(token)} HTTP/1.1\r\nhost: x\r\n\r\n`) {
        socket.write(byte)
        await new Promise(setImmediate)
      }
    },
  ],
  [
    'on a connection that was used before',
    async (dialled, token) => {
      dialled.ask('GET /healthz')
      await dialled.until('ok')
      dialled.ask(live(token))
    },
  ],
  [
    'in one breath with another request',
    async ({ socket }, token) =>
      void socket.write(`GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n${live(token)} HTTP/1.1\r\nhost: x\r\n\r\n`),
  ],
  [
    'with more than browsers say',
    async (dialled, token) => void dialled.ask(live(token), `cookie: ${'x'.repeat(9_000)}`),
  ],
  ['with a body', async (dialled, token) => void dialled.ask(live(token), 'content-length: 0')],
  ['with a question behind it', async (dialled, token) => void dialled.ask(`${live(token)}?lang=es`)],
]

describe.each(WAYS)('a page that asks for its stream %s', (_, ask) => {
  test('is told the whole view, then what changes, whole again, until it is closed', async () => {
    await using door = await openDoor()
    const dialled = await door.dial()
    const token = await received(door)
    await ask(dialled, token)
    await dialled.until('data: ')
    expect(lastOf(dialled.text()).view).toEqual(await door.doorstep.view('1'))
    await door.doorstep.tell({ type: 'order.preparing', data: { orderId: '1' } })
    await dialled.until('"milestone":"preparing"')
    const { id, view } = lastOf(dialled.text())
    expect([view, id]).toEqual([await door.doorstep.view('1'), String((view as { seq: number }).seq)])
    expect(door.doorstep.stages.hub.viewers()).toBe(1)
    door.doorstep.stages.hub.close()
    await dialled.closed()
  })

  test('is nobody any more when it leaves', async () => {
    await using door = await openDoor()
    const token = await received(door)
    for (const leave of ['end', 'destroy', 'resetAndDestroy'] as const) {
      const dialled = await door.dial()
      await ask(dialled, token)
      await dialled.until('data: ')
      expect(door.doorstep.stages.hub.viewers()).toBe(1)
      dialled.socket[leave]()
      while (door.doorstep.stages.hub.viewers() > 0) await new Promise(setImmediate)
    }
  })

  test('gets the same 404, to the byte, for every token that opens nothing', async () => {
    await using door = await openDoor()
    const answers = new Set<string>()
    for (const token of [UNKNOWN, 'short', 'B'.repeat(22)]) {
      const dialled = await door.dial()
      await ask(dialled, token)
      await dialled.until('"Not found"')
      const own = dialled.text().slice(dialled.text().lastIndexOf('HTTP/1.1 '))
      answers.add(own.replace(/date: .*/i, ''))
    }
    expect(answers.size).toBe(1)
    const [answer = ''] = answers
    const asked = await door.doorstep.app.request(`/v1/track/${UNKNOWN}/live`)
    expect(headOf(answer).fields).toMatchObject(Object.fromEntries(asked.headers))
    expect([headOf(answer).status, answer.includes(await asked.text())]).toEqual(['HTTP/1.1 404 Not Found', true])
  })
})

test('a stream on the bare socket says of itself what the route says', async () => {
  await using door = await openDoor()
  const token = await received(door)
  const asked = await door.doorstep.app.request(`/v1/track/${token}/live`)
  await asked.body?.cancel()
  for (const [, ask] of WAYS.slice(0, 3)) {
    const dialled = await door.dial()
    await ask(dialled, token)
    const text = await dialled.until('data: ')
    const head = headOf(text.slice(text.lastIndexOf('HTTP/1.1 ')))
    expect(head).toEqual({ status: 'HTTP/1.1 200 OK', fields: Object.fromEntries(asked.headers) })
  }
  const line = door.doorstep.lines.findLast((one) => (one as { event: string }).event === 'request')
  expect(line).toMatchObject({ method: 'GET', route: '/v1/track/:token/live', status: 200 })
})

test('a page that comes back is told the whole view, whatever it had seen, and not all pages come back at once', async () => {
  await using door = await openDoor()
  const token = await received(door)
  const waits = new Set<string>()
  for (const seen of ['0', '1', '999999', 'nonsense']) {
    const dialled = await door.dial()
    dialled.ask(live(token), `last-event-id: ${seen}`)
    await dialled.until('data: ')
    expect(lastOf(dialled.text()).view).toEqual(await door.doorstep.view('1'))
    waits.add(/retry: (\d+)/.exec(dialled.text())?.[1] ?? '')
    dialled.socket.destroy()
  }
  expect(waits.size).toBe(4)
})

test('an open stream hears a sign of life every quarter of a minute', async () => {
  await using door = await openDoor()
  const token = await received(door)
  const dialled = await Promise.all([door.dial(), door.dial(), door.dial()])
  for (const one of dialled) {
    one.ask(live(token))
    await one.until('data: ')
  }
  for (let second = 0; second < 30; second += 1) door.doorstep.stages.tick()
  for (const one of dialled) expect((await one.until(': still here', 2)).split(': still here')).toHaveLength(3)
})

test('who does not read is let go, and holds up nobody', async () => {
  await using door = await openDoor({ store: { ...STORE, legalName: 'x'.repeat(100_000) } })
  const token = await received(door)
  const [asleep, awake] = [await door.dial(), await door.dial()]
  for (const one of [asleep, awake]) {
    one.ask(live(token))
    await one.until('data: ')
  }
  asleep.socket.pause()
  const { hub } = door.doorstep.stages
  let told = 0
  while (hub.viewers() > 1 && told < 200) {
    told += 1
    awake.forget()
    await door.doorstep.tell({ type: 'order.updated', data: { orderId: '1', payment: told % 2 ? 'paid' : 'due' } })
    await awake.until(told % 2 ? '"payment":"paid"' : '"payment":"due"')
  }
  expect([hub.viewers(), told < 200]).toEqual([1, true])
  asleep.socket.resume()
  await asleep.closed()
})

test('so many watch an order and no more; the others ask now and then', async () => {
  await using door = await openDoor()
  const token = await received(door)
  const viewers = await Promise.all(Array.from({ length: 100 }, () => door.dial()))
  await Promise.all(viewers.map(async (one) => (one.ask(live(token)), await one.until('data: '))))
  for (const [, ask] of WAYS.slice(0, 3)) {
    const late = await door.dial()
    await ask(late, token)
    expect(await late.until('"Too many watch"')).toContain('HTTP/1.1 503')
  }
  expect(door.doorstep.stages.hub.viewers()).toBe(100)
  const other = await door.dial()
  other.ask(live(await received(door, '2')))
  await other.until('data: ')
})

describe('before it is known what a connection wants', () => {
  test.each<[string, string, number]>([
    ['says nothing at all', '', 408],
    ['stops in the middle of its first word', 'GE', 408],
    ['never ends its headers', `${live(TOKEN)} HTTP/1.1\r\nhost: x\r\nx-slow: `, 408],
    ['names headers without end', `${live(TOKEN)} HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['names no host', `${live(TOKEN)} HTTP/1.1\r\n\r\n`, 400],
    ['folds a line', `${live(TOKEN)} HTTP/1.1\r\nhost: x\r\nx: a\r\n b\r\n\r\n`, 400],
    ['ends lines by half', `${live(TOKEN)} HTTP/1.1\nhost: x\r\n\r\n`, 400],
    ['hides a line end in a field', `${live(TOKEN)} HTTP/1.1\r\nhost: x\r\nx: a\nb: c\r\n\r\n`, 400],
    [
      'announces a body by two lengths',
      `${live(TOKEN)} HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n1`,
      400,
    ],
    [
      'sends something else',
      `POST /v1/track/${TOKEN}/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`,
      404,
    ],
    ['only wants the head', `HEAD /v1/track/${TOKEN}/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`, 200],
  ])('who %s is answered as by node:http', async (_, sent, status) => {
    await using door = await openDoor({}, IMPATIENT)
    const token = await received(door)
    const dialled = await door.dial()
    if (sent) dialled.socket.write(sent.replace(TOKEN, token), 'latin1')
    await dialled.closed()
    expect(headOf(dialled.text()).status).toMatch(`HTTP/1.1 ${status} `)
  })

  test('who leaves is forgotten, and who stays is no reason not to stop', async () => {
    await using door = await openDoor()
    for (const leave of ['end', 'destroy', 'resetAndDestroy'] as const) {
      const gone = await door.dial()
      gone.socket.write('GET /v1/tr')
      gone.socket[leave]()
      await gone.closed()
    }
    const dialled = await door.dial()
    dialled.socket.write('GET /v1/tr')
    await door.running.close()
    await dialled.closed()
    expect(dialled.text()).toBe('')
  })
})

test('a token that is asked for while it is still being looked up is served once, and a page that left meanwhile not at all', async () => {
  await using door = await openDoor()
  const token = await received(door)
  const impatient = await door.dial()
  impatient.ask(live(token))
  impatient.ask(live(token))
  await impatient.until('data: ')
  const gone = await door.dial()
  gone.ask(live(token))
  gone.socket.resetAndDestroy()
  const next = await door.dial()
  next.ask('GET /healthz', 'connection: close')
  await next.closed()
  expect(impatient.text().split('HTTP/1.1 200')).toHaveLength(2)
  while (door.doorstep.stages.hub.viewers() > 1) await new Promise(setImmediate)
})

describe('a page of another site', () => {
  const SHOP = 'https://shop.alderbay.example'
  test.each([
    ['on the store’s list may read the stream', SHOP, 200, SHOP],
    ['on no list may not', 'https://evil.example', 403, undefined],
    ['that is nobody’s may not', 'null', 403, undefined],
  ])('%s, on a bare socket and on a used one', async (_, origin, status, reader) => {
    await using door = await openDoor({ store: { ...STORE, origins: [SHOP] } })
    const token = await received(door)
    for (const isUsed of [false, true]) {
      const dialled = await door.dial()
      if (isUsed) {
        dialled.ask('GET /healthz')
        await dialled.until('ok')
      }
      const before = dialled.text().length
      dialled.ask(live(token), `origin: ${origin}`)
      await dialled.until(status === 200 ? 'data: ' : 'Not a site')
      const head = dialled.text().slice(before).split('\r\n\r\n')[0] ?? ''
      expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
      expect(/access-control-allow-origin: (.*)/.exec(head)?.[1]).toBe(reader)
      expect(head.toLowerCase()).toMatch(/vary: .*origin/)
      dialled.socket.destroy()
    }
  })
})

test('from which networks a link is watched is noticed on bare sockets as well, by the word of our own proxy', async () => {
  await using door = await openDoor()
  const token = await received(door)
  for (let n = 0; n <= 60; n += 1) {
    const dialled = await door.dial()
    dialled.ask(live(token), `x-forwarded-for: 198.51.100.1, 203.0.113.${n}`)
    await dialled.until('data: ')
    dialled.socket.destroy()
  }
  await door.doorstep.stages.idle()
  const suspected = (await trailRows(door.doorstep)).filter(({ type }) => type === 'link.suspected')
  expect(suspected.map(({ data }) => (JSON.parse(data) as { because: string }).because)).toEqual(['many-networks'])
})

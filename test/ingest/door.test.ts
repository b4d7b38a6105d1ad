import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { laneOf } from '../../api/domain/connection.ts'
import { listen } from '../../api/serve.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { positionRows, trailRows } from './rows.ts'
import { PUSH_KINDS, secretFor, signed, type PushKind } from './signed.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
const IMPATIENT = { headersMs: 150, requestMs: 300, lookEveryMs: 20 }

/** A Doorstep behind a real socket, with little patience. */
async function openDoor() {
  const doorstep = await openDoorstep()
  const running = await listen(doorstep.app, doorstep.stages, { port: 0, host: '127.0.0.1' }, IMPATIENT)
  const dial = (): Socket => connect({ port: running.port, host: '127.0.0.1' })
  return {
    ...{ doorstep, dial, port: running.port },
    async [Symbol.asyncDispose]() {
      await running.close()
      await doorstep[Symbol.asyncDispose]()
    },
  }
}

/** All that is answered until the other side closes. */
async function answerOf(socket: Socket): Promise<{ status: number; body: string }> {
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await once(socket, 'close')
  const [head = '', body = ''] = text.split('\r\n\r\n')
  return { status: Number(head.split(' ')[1]), body }
}

const headOf = ({ phone }: Doorstep, lines: string): string =>
  `POST /v1/driver/${phone.connectionId} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n` +
  `authorization: Basic ${Buffer.from(`sam:${phone.secret}`).toString('base64')}\r\n${lines}\r\n`
const FIX = JSON.stringify({ _type: 'location', lat: 38.31, lon: -123.04, tst: 1_777_078_000 })

describe('at the door', () => {
  test.each<[string, number, string, (doorstep: Doorstep) => string]>([
    ['who never ends the headers', 408, 'Too slow', () => 'POST /v1/events HTTP/1.1\r\nhost: x\r\nx-slow: '],
    ['who never ends the body', 408, 'Too slow', (d) => `${headOf(d, 'content-length: 100\r\n')}{"_type":`],
    [
      'who never ends a body without a length',
      408,
      'Too slow',
      (d) => `${headOf(d, 'transfer-encoding: chunked\r\n')}4\r\n{"_t\r\n`,
    ],
    ['who speaks no HTTP', 400, 'Not HTTP', () => '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n'],
    ['who tells two lengths', 400, 'Not HTTP', (d) => `${headOf(d, 'content-length: 1\r\ncontent-length: 2\r\n')}12`],
    [
      'who tells a length and chunks',
      400,
      'Not HTTP',
      (d) => `${headOf(d, 'content-length: 1\r\ntransfer-encoding: chunked\r\n')}1`,
    ],
    [
      'who sends headers without end',
      431,
      'Headers too large',
      () => `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`,
    ],
    ['who announces a body that is too large', 413, 'Body too large', (d) => headOf(d, 'content-length: 99999999\r\n')],
    [
      'who sends one without announcing it',
      413,
      'Body too large',
      (d) => `${headOf(d, 'transfer-encoding: chunked\r\n')}20000\r\n${'x'.repeat(0x20000)}\r\n`,
    ],
  ])('%s is answered %i, and nothing of it is taken', async (_, status, title, sent) => {
    await using door = await openDoor()
    const socket = door.dial()
    socket.write(sent(door.doorstep))
    const answer = await answerOf(socket)
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([status, { status, title }])
    expect(await positionRows(door.doorstep)).toEqual([])
  })

  test('who breaks off is forgotten, and the next one is served', async () => {
    await using door = await openDoor()
    for (let n = 0; n < 20; n += 1) {
      const broken = door.dial()
      broken.write(`${headOf(door.doorstep, 'content-length: 100\r\n')}{"_type":`)
      await once(broken, 'connect')
      broken.destroy()
    }
    const socket = door.dial()
    socket.write(`${headOf(door.doorstep, `content-length: ${FIX.length}\r\n`)}${FIX}`)
    expect((await answerOf(socket)).status).toBe(200)
    expect((await positionRows(door.doorstep)).length).toBe(1)
    const bugs = door.doorstep.lines.filter((line) => 'event' in line && line.event === 'bug')
    expect(bugs).toEqual([])
  })

  test('a body in pieces, with or without a length, is the body', async () => {
    await using door = await openDoor()
    const chunked = door.dial()
    chunked.write(headOf(door.doorstep, 'transfer-encoding: chunked\r\n'))
    for (const piece of FIX.match(/.{1,20}/g) ?? []) chunked.write(`${piece.length.toString(16)}\r\n${piece}\r\n`)
    chunked.write('0\r\n\r\n')
    expect((await answerOf(chunked)).status).toBe(200)
    expect((await positionRows(door.doorstep)).length).toBe(1)
  })
})

/** What any sender may send by mistake, or for mischief, properly signed. */
const BAD: [string, string][] = [
  ['nothing', ''],
  ['half a document', '{"a":'],
  ['no JSON', 'hello=world'],
  ['null', 'null'],
  ['a number', '1e400'],
  ['a text', '"text"'],
  ['an empty list', '[]'],
  ['an empty object', '{}'],
  ['a list of lists', '[[[[]]]]'],
  ['brackets a hundred thousand deep', '['.repeat(30_000)],
  ['objects a thousand deep', `${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`],
  ['a prototype', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'],
  ['a NUL and half a character', '{"id":"a\\u0000b","order_number":"\\ud800","_type":"location"}'],
  ['a thousand keys', JSON.stringify(Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`k${n}`, n])))],
  ['bytes that are no text', '\ufffd\ufffd'],
]

describe('whatever a sender sends in its own name', () => {
  test.each(PUSH_KINDS)('%s: bad input is answered as its fault or not at all taken', async (kind: PushKind) => {
    await using doorstep = await openDoorstep()
    const secret = secretFor(kind)
    const given = laneOf(kind) === 'driver' ? { secret, driverId: 'sam' } : { secret }
    const { connectionId } = await doorstep.enroll.connect(STORE.id, kind, given)
    for (const [name, body] of BAD) {
      const { query, headers } = signed(kind, secret, body)
      const response = await doorstep.post(`/v1/${laneOf(kind)}/${connectionId}${query}`, body, headers)
      const answer = await response.text()
      expect([name, response.status < 500, /\bat .*\.ts|node_modules|Error:/.test(answer)]).toEqual([name, true, false])
      if (response.status >= 400) {
        const told = [name, response.headers.get('content-type'), JSON.parse(answer)]
        const problem = { status: response.status, title: expect.any(String) }
        expect(told).toMatchObject([name, 'application/problem+json', problem])
      }
    }
    expect(await trailRows(doorstep)).toEqual([])
    expect(await positionRows(doorstep)).toEqual([])
    expect(doorstep.lines.filter((line) => 'event' in line && line.event === 'bug')).toEqual([])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test.each(PUSH_KINDS)(
    '%s: in another’s name nothing is taken, and a stranger learns nothing',
    async (kind: PushKind) => {
      await using doorstep = await openDoorstep()
      const { connectionId } = await doorstep.enroll.connect(STORE.id, kind, { secret: secretFor(kind) })
      const path = `/v1/${laneOf(kind)}/${connectionId}`
      const wrong = kind === 'onfleet' ? 'beefee'.repeat(8) : 'another'
      const { query, headers } = signed(kind, wrong, '{}')
      const refused = await doorstep.post(`${path}${query}`, '{}', headers)
      expect(refused.status).toBe(401)
      const strange = await doorstep.post(`/v1/${laneOf(kind)}/${kind}_nobody${query}`, '{}', headers)
      const otherLane = await doorstep.post(
        path.replace(/pos|driver/, (lane) => (lane === 'pos' ? 'driver' : 'pos')),
        '{}',
        headers,
      )
      expect([strange.status, otherLane.status]).toEqual([404, 404])
      expect(await strange.text()).toBe(await otherLane.text())
    },
  )
})

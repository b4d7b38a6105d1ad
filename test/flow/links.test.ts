import { describe, expect, test } from 'vitest'
import { hours, minutes } from '../../api/domain/time.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import { openStream } from './stream.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
const KIM = { email: 'kim@alderbay.example', password: 'correct horse battery' }
const UNKNOWN = 'A'.repeat(22)
const PAGES = ['', '/messages', '/details', '/app.webmanifest'].map((place) => `/t/TOKEN${place}`)

async function received(doorstep: Doorstep, orderId = '1'): Promise<string> {
  await doorstep.tell({ type: 'order.received', data: { orderId, number: `10${orderId}`, customer: { name: 'Ana' } } })
  return doorstep.linkTo(orderId)
}

/** A member of staff, signed in, who sends the forms of the support page. */
async function asStaff(doorstep: Doorstep, who = KIM, dispensaryId = STORE.id) {
  await doorstep.enroll.staff(dispensaryId, who.email, who.password)
  const signedIn = await doorstep.post('/v1/support/session', JSON.stringify(who), {})
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  const act = (fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
    doorstep.post('/support/links', new URLSearchParams({ orderId: '1', number: '101', ...fields }).toString(), {
      ...{ cookie, origin: 'http://localhost', 'content-type': 'application/x-www-form-urlencoded' },
      ...headers,
    })
  const links = async (): Promise<{ linkId: string; revokedBy: string | null }[]> => {
    const response = await doorstep.app.request('/v1/support/orders/101', { headers: { cookie } })
    return ((await response.json()) as { links: { linkId: string; revokedBy: string | null }[] }).links
  }
  return { act, links, cookie }
}

const statusOf = async (doorstep: Doorstep, token: string): Promise<number> =>
  (await doorstep.app.request(`/v1/track/${token}`)).status
const eventsOf = async (doorstep: Doorstep, type: string) =>
  (await trailRows(doorstep)).filter((row) => row.type === type).map(({ data }) => JSON.parse(data) as object)

describe('staff', () => {
  test('see every link of an order: for whom, when it was made and opened', async () => {
    await using doorstep = await openDoorstep()
    const token = await received(doorstep)
    doorstep.advance(minutes(5))
    await statusOf(doorstep, token)
    const { links } = await asStaff(doorstep)
    expect(await links()).toEqual([
      {
        linkId: expect.stringMatching(/^[\da-f]{12}$/) as string,
        ...{ to: 'dispensary', issuedAt: '2026-04-25T01:00:00.000Z', issuedBy: null },
        ...{ openedAt: '2026-04-25T01:05:00.000Z', revokedAt: null, revokedBy: null, mapClosed: null },
      },
    ])
  })

  test('take a link back: it opens nothing any more, whoever watched by it is let go, and the trail says who did it', async () => {
    await using doorstep = await openDoorstep()
    const [lost, kept] = [await received(doorstep), await doorstep.linkTo('1')]
    const streams = [await openStream(doorstep.app, lost), await openStream(doorstep.app, kept)]
    const { act, links } = await asStaff(doorstep)
    const [, { linkId } = { linkId: '' }] = await links()
    const answer = await act({ act: 'revoke', linkId })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/support?number=101#links'])
    await streams[0]?.read()
    expect(streams.map((stream) => stream.ended())).toEqual([true, false])
    expect([await statusOf(doorstep, lost), await statusOf(doorstep, kept)]).toEqual([404, 200])
    const [by] = (await eventsOf(doorstep, 'link.revoked')) as { by: string }[]
    expect(by).toEqual({ orderId: '1', linkId, by: (await links())[1]?.revokedBy })
    expect((await act({ act: 'revoke', linkId })).status).toBe(404)
    await streams[1]?.close()
  })

  test('put one link in the place of all, and are told its address once', async () => {
    await using doorstep = await openDoorstep()
    const before = [await received(doorstep), await doorstep.linkTo('1')]
    const { act, cookie } = await asStaff(doorstep)
    const answer = await (await act({ act: 'renew' })).text()
    const { newLink } = (JSON.parse(answer) as { locals: { support: { newLink: string } } }).locals.support
    expect(await Promise.all(before.map((token) => statusOf(doorstep, token)))).toEqual([404, 404])
    expect(await statusOf(doorstep, newLink.split('/t/')[1] ?? '')).toBe(200)
    const page = await (await doorstep.app.request('/support?number=101', { headers: { cookie } })).text()
    expect(page).not.toContain(newLink)
    expect(JSON.stringify(await trailRows(doorstep))).not.toContain(newLink.split('/t/')[1])
    expect(await eventsOf(doorstep, 'link.issued')).toContainEqual(
      expect.objectContaining({ to: 'staff', by: expect.any(String) }),
    )
  })

  test('reach no order of another dispensary, nor without signing in, nor from another site', async () => {
    await using doorstep = await openDoorstep()
    const token = await received(doorstep)
    await doorstep.enroll.dispensary({ ...STORE, id: 'other' })
    const [{ act, links }, stranger] = [
      await asStaff(doorstep),
      await asStaff(doorstep, { ...KIM, email: 'lee@other.example' }, 'other'),
    ]
    const [{ linkId } = { linkId: '' }] = await links()
    expect((await stranger.act({ act: 'revoke', linkId })).status).toBe(404)
    expect((await stranger.act({ act: 'renew' })).status).toBe(404)
    expect((await act({ act: 'revoke', linkId }, { cookie: '' })).headers.get('location')).toBe('/support')
    expect((await act({ act: 'revoke', linkId }, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await act({ act: 'burn', linkId })).status).toBe(404)
    expect([await statusOf(doorstep, token), await eventsOf(doorstep, 'link.revoked')]).toEqual([200, []])
  })
})

describe('a link ends', () => {
  test('as many hours after the order as its store wants, also for whoever has the page open', async () => {
    await using doorstep = await openDoorstep({ store: { ...STORE, linkHours: 3 } })
    const token = await received(doorstep)
    await doorstep.tell({ type: 'handoff.completed', data: { orderId: '1' } })
    doorstep.advance(hours(3))
    const stream = await openStream(doorstep.app, token)
    await doorstep.stages.idle()
    expect(await stream.read()).toHaveLength(1)
    doorstep.advance(minutes(1))
    doorstep.stages.tick()
    await doorstep.stages.idle()
    await stream.read()
    expect([stream.ended(), await statusOf(doorstep, token)]).toEqual([true, 404])
  })

  test('a week after the last that was heard of an order that nobody finishes', async () => {
    await using doorstep = await openDoorstep()
    const token = await received(doorstep)
    doorstep.advance(hours(48))
    await doorstep.tell({ type: 'order.preparing', data: { orderId: '1' } })
    doorstep.advance(hours(7 * 24))
    expect(await statusOf(doorstep, token)).toBe(200)
    doorstep.advance(1)
    expect(await statusOf(doorstep, token)).toBe(404)
  })

  test('alike, whyever it opens nothing: the same bytes, after the same statements', async () => {
    await using doorstep = await openDoorstep({ store: { ...STORE, linkHours: 1 } })
    const [revoked, over, unfinished, open] = [
      await received(doorstep),
      await received(doorstep, '2'),
      await received(doorstep, '3'),
      await received(doorstep, '4'),
    ]
    const { act, links } = await asStaff(doorstep)
    await act({ act: 'revoke', linkId: (await links())[0]?.linkId ?? '' })
    await doorstep.tell({ type: 'handoff.completed', data: { orderId: '2' } })
    doorstep.advance(hours(7 * 24) + 1)
    await doorstep.tell({ type: 'order.preparing', data: { orderId: '4' } })
    const statements: string[] = []
    const { $client } = doorstep.db
    const execute = $client.execute.bind($client) as (statement: { sql: string }) => Promise<unknown>
    const noted = (statement: { sql: string }): Promise<unknown> => {
      statements.push(statement.sql)
      return execute(statement)
    }
    Object.assign($client, { execute: noted })
    const asked = async (path: string, token: string): Promise<string> => {
      statements.length = 0
      const response = await doorstep.app.request(path.replace('TOKEN', token))
      const body = response.ok ? await response.body?.cancel() : await response.text()
      return JSON.stringify([response.status, [...response.headers], body, statements])
    }
    const never = [revoked, UNKNOWN, 'short', `${open}x`, revoked.toLowerCase()]
    for (const path of ['/v1/track/TOKEN', '/v1/track/TOKEN/live', ...PAGES]) {
      const answers = new Set<string>()
      // By one that is over, messages may still be stopped: see afterwards.test.ts.
      for (const token of path.endsWith('/messages') ? never : [...never, over, unfinished])
        answers.add(await asked(path, token))
      const [answer = ''] = answers
      expect([path, answers.size, answer.startsWith('[404,'), answer.includes('select')]).toEqual([path, 1, true, true])
      expect(await asked(path, open)).not.toBe(answer)
    }
  })
})

test('an order’s messages go to so many devices and no more, of whichever link; a device that is known may come again', async () => {
  await using doorstep = await openDoorstep()
  const tokens = [await received(doorstep), await doorstep.linkTo('1')]
  const keys = { p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(22) }
  const subscribe = async (n: number): Promise<number> => {
    const device = { endpoint: `https://fcm.googleapis.com/fcm/send/${n}`, keys }
    return (await doorstep.post(`/v1/track/${tokens[n % 2]}/push`, JSON.stringify(device), {})).status
  }
  const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => subscribe(n)))
  expect(answers.toSorted()).toEqual([...Array.from({ length: 8 }, () => 201), 409, 409, 409, 409])
  expect(await subscribe(answers.indexOf(201))).toBe(201)
  expect(await subscribe(99)).toBe(409)
  expect(await eventsOf(doorstep, 'consent.given')).toHaveLength(9)
  expect(await doorstep.stages.devices.of({ dispensaryId: STORE.id, orderId: '1' })).toHaveLength(8)
})

import { describe, expect, test } from 'vitest'
import { laneOf } from '../../api/domain/connection.ts'
import { listen } from '../../api/serve.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { PUSH_KINDS, secretFor, signed, type PushKind } from './signed.ts'

const BODIES = [
  '{}',
  '[]',
  '',
  '{"a":',
  '{"_type":"location","lat":38.3,"lon":-123,"tst":1777078000}',
  'x'.repeat(600_000),
]

/** What a sender sees of an answer; a server's own date and connection apart. */
const seen = async (response: Response) => ({
  status: response.status,
  type: response.headers.get('content-type'),
  length: response.headers.get('content-length') ?? 'untold',
  challenge: response.headers.get('www-authenticate'),
  text: await response.text(),
})

describe('the plain door and the router', () => {
  test.each(PUSH_KINDS)('%s: answer alike', { timeout: 30_000 }, async (kind: PushKind) => {
    await using doorstep = await openDoorstep()
    const running = await listen(doorstep.app, doorstep.stages, { port: 0, host: '127.0.0.1' })
    const secret = secretFor(kind)
    const given = laneOf(kind) === 'driver' ? { secret, driverId: 'sam' } : { secret }
    const { connectionId } = await doorstep.enroll.connect(STORE.id, kind, given)
    const unlike: object[] = []
    for (const id of [connectionId, 'nobody', `${connectionId}%2e`]) {
      for (const holder of [secret, 'beefee'.repeat(8)]) {
        for (const body of BODIES) {
          for (const method of ['POST', 'GET', 'PUT']) {
            const { query, headers } = signed(kind, holder, body)
            const path = `/v1/${laneOf(kind)}/${id}${query}`
            const init = method === 'GET' ? { method, headers } : { method, headers, body }
            const over = await seen(await fetch(`http://127.0.0.1:${running.port}${path}`, init))
            const routed = await seen(await doorstep.app.request(path, init))
            expect(over.status).not.toBe(500)
            if (over.status !== 204 && over.status !== 404) expect(over.length).toBe(`${over.text.length}`)
            const [plain, router] = [over, routed].map(({ length: _, ...rest }) => JSON.stringify(rest))
            if (plain !== router) unlike.push({ method, id, body: body.slice(0, 20), over, routed })
          }
        }
      }
    }
    await running.close()
    expect(unlike).toEqual([])
  })

  test('each request leaves one line, by the route’s pattern and never its path', async () => {
    await using doorstep = await openDoorstep()
    const running = await listen(doorstep.app, doorstep.stages, { port: 0, host: '127.0.0.1' })
    const path = `/v1/driver/${doorstep.phone.connectionId}`
    await fetch(`http://127.0.0.1:${running.port}${path}?key=${doorstep.phone.secret}`, { method: 'POST', body: '' })
    await doorstep.app.request(`${path}?key=${doorstep.phone.secret}`, { method: 'POST', body: '' })
    await running.close()
    const line = { event: 'request', method: 'POST', route: '/v1/driver/:connection', status: 200, milliseconds: 0 }
    expect(doorstep.lines.filter((one) => 'event' in one && one.event === 'request')).toEqual([line, line])
  })
})

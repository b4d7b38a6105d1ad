import { expect, test } from 'vitest'
import { openDoorstep } from '../doorstep.ts'
import { openStream } from './stream.ts'

test('a process lives, can serve, and says when it cannot', async () => {
  await using doorstep = await openDoorstep()
  const ask = async (path: string) => (await doorstep.app.request(path)).status
  expect([await ask('/healthz'), await ask('/readyz')]).toEqual([200, 200])
  doorstep.db.$client.close()
  expect([await ask('/healthz'), await ask('/readyz')]).toEqual([200, 503])
})

test('what a process has done is counted, by kinds and never by names', async () => {
  await using doorstep = await openDoorstep()
  await doorstep.tell({
    id: 'e1',
    type: 'order.received',
    data: { orderId: 'order-77', number: '1042', customer: { name: 'Ana Reyes' } },
  })
  await doorstep.tell({ id: 'e1', type: 'order.received', data: { orderId: 'order-77', number: '1042' } })
  await doorstep.tell({ type: 'order.preparing', data: { orderId: 'nobody' } })
  const token = await doorstep.linkTo('order-77')
  const stream = await openStream(doorstep.app, token)
  const response = await doorstep.app.request('/metrics')
  const text = await response.text()
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(text).toContain('doorstep_events_total{type="order.received",result="recorded"} 1')
  expect(text).toContain('doorstep_events_total{type="order.received",result="duplicate"} 1')
  expect(text).toContain('doorstep_events_total{type="order.preparing",result="refused"} 1')
  expect(text).toContain('doorstep_viewers 1')
  expect(text).toMatch(/doorstep_http_seconds_count\{route="\/v1\/events",status="200"\} 2/)
  expect(text).not.toMatch(/order-77|1042|Ana|alder/)
  expect(text).not.toContain(token)
  await stream.close()
})

test('what nobody serves is not there, in the words of whoever asks', async () => {
  await using doorstep = await openDoorstep()
  const wire = await doorstep.app.request('/v1/nothing')
  expect([wire.status, wire.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  expect((await doorstep.app.request('/nothing')).status).toBe(404)
})

test('a fault of ours is answered with a number to ask for, and logged without what was sent', async () => {
  await using doorstep = await openDoorstep()
  doorstep.db.$client.close()
  const response = await doorstep.app.request('/v1/events', {
    method: 'POST',
    body: '{"name":"Ana Reyes"}',
    headers: { authorization: doorstep.authorization, 'content-type': 'application/cloudevents+json' },
  })
  const { title, detail } = (await response.json()) as { title: string; detail: string }
  expect([response.status, title]).toEqual([500, 'Something went wrong here'])
  const [bug] = doorstep.lines.filter((line) => (line as { event: string }).event === 'bug') as { requestId: string }[]
  expect(detail).toBe(`Request ${bug?.requestId}`)
  expect(JSON.stringify(doorstep.lines)).not.toContain('Ana')
})

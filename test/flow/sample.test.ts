import { expect, test } from 'vitest'
import { trackView, type TrackView } from '../../api/contract.ts'
import { minutes } from '../../api/domain/time.ts'
import { EXITS, STEPS } from '../../api/domain/milestone.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'
import type { Doorstep } from './customer.ts'

const look = async (doorstep: Doorstep, token: string): Promise<TrackView> => {
  const response = await doorstep.app.request(`/v1/track/${token}`)
  expect(response.status).toBe(200)
  return (await response.json()) as TrackView
}

test.each([...STEPS, ...EXITS])('whoever builds a page can look at a made-up order that is %s', async (milestone) => {
  await using doorstep = await openDoorstep()
  const view = await look(doorstep, `sample.${milestone}`)
  expect(trackView.parse(view)).toEqual(view)
  expect([view.milestone, view.orderNumber, view.dispensary.name]).toEqual([milestone, '1042', 'Your store'])
  expect(await trailRows(doorstep)).toEqual([])
})

test('it is on its way where nothing else is asked for, and as far from its window at any hour', async () => {
  await using doorstep = await openDoorstep()
  const leftNow = async (): Promise<number> => {
    const { milestone, window } = await look(doorstep, 'sample')
    expect(milestone).toBe('out-for-delivery')
    return Date.parse(window?.estimateAt ?? '') - doorstep.now()
  }
  const first = await leftNow()
  doorstep.advance(minutes(1_000))
  expect(await leftNow()).toBe(first)
})

test('it wears the name and colour of a dispensary, and opens the map where the dispensary has one', async () => {
  await using doorstep = await openDoorstep()
  const { dispensary, map } = await look(doorstep, `sample.arriving-soon.${STORE.id}`)
  expect([dispensary.name, dispensary.accent]).toEqual([STORE.name, STORE.accent])
  expect(map).toMatchObject({ open: true, stale: false })
})

test.each(['sample.nowhere', 'sample.delivered.nobody', 'sample.', 'sample.a.b.c', 'samples'])(
  '%s is no sample, and answered like any unknown link',
  async (token) => {
    await using doorstep = await openDoorstep()
    const [one, other] = await Promise.all([token, 'x'].map(async (each) => doorstep.app.request(`/v1/track/${each}`)))
    expect([one?.status, await one?.text()]).toEqual([404, await other?.text()])
  },
)

test('every page may read it', async () => {
  await using doorstep = await openDoorstep()
  const response = await doorstep.app.request('/v1/track/sample', { headers: { origin: 'http://localhost:3000' } })
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
})

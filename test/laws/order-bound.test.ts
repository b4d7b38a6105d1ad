import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { builtSite } from '../../api/adapters/site.ts'
import type { TrackView } from '../../api/contract.ts'
import type { EventData } from '../../api/domain/event.ts'
import { seconds } from '../../api/domain/time.ts'
import { verifyChains } from '../../api/audit/verify.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { openStream } from '../flow/stream.ts'
import { trailRows } from '../ingest/rows.ts'
import { dice as diceOf } from '../town/dice.ts'
import {
  goOn,
  isOnTheRoad,
  makeEvening,
  planOf,
  unfinished,
  type Customer,
  type Dice,
  type Evening,
} from './evenings.ts'
import { expectNobodyElse, expectNoMoreThanTheLaw, expectNoStepBack, mayBeOpen, tellTalesOf } from './looks.ts'
import { SEED } from './seed.ts'
import { lookAtOne } from './surfaces.ts'

const DIST = fileURLToPath(new URL('../../dist', import.meta.url))

const EVENINGS_AT_ONCE = 10
const ROUNDS = 20
/** Of all who could be looked over whose shoulder; a page takes as long to print as many views to build. */
const PAGES_A_TICK = 0.04

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
type Viewer = {
  customer: Customer
  token: string
  from: Record<string, string>
  stream: Awaited<ReturnType<typeof openStream>>
  last?: TrackView
}

async function begin(doorstep: Doorstep, dice: Dice): Promise<{ evenings: Evening[]; viewers: Viewer[] }> {
  const evenings = Array.from({ length: EVENINGS_AT_ONCE }, () => makeEvening(dice))
  const customers = evenings.flatMap(({ stops }) => stops.flatMap((stop) => stop.customers))
  await doorstep.tellBatch(
    customers.map(({ orderId, number, name, email, phone, door }) => ({
      type: 'order.received',
      data: { orderId, number, customer: { name, email, phone, door } },
    })),
  )
  await doorstep.tellBatch(evenings.map(planOf))
  const viewers: Viewer[] = []
  for (const customer of customers) {
    const token = await doorstep.linkTo(customer.orderId)
    // Each is somebody else, or they would seem to follow each other's driver.
    const from = { 'x-forwarded-for': `203.0.113.${viewers.length}`, 'user-agent': `browser ${viewers.length}` }
    viewers.push({ customer, token, from, stream: await openStream(doorstep.app, token, from) })
  }
  return { evenings, viewers }
}

/** Whatever is shown, however it is asked for, is looked at byte by byte. */
async function look(
  doorstep: Doorstep,
  viewers: Viewer[],
  evenings: Evening[],
  tales: RegExp,
  asks: (viewer: Viewer) => boolean,
): Promise<number> {
  let open = 0
  for (const viewer of viewers) {
    const { customer, token, stream } = viewer
    const evening = evenings.find(({ stops }) => stops.some((stop) => stop.customers.includes(customer)))
    const texts = (await stream.read()).map(({ text }) => text)
    if (asks(viewer))
      texts.push(await (await doorstep.app.request(`/v1/track/${token}`, { headers: viewer.from })).text())
    for (const text of texts) {
      const view = JSON.parse(text) as TrackView
      expectNobodyElse(text, customer, evenings, tales)
      expectNoMoreThanTheLaw(text, view, customer, evening, evenings)
      expectNoStepBack(viewer.last, view)
      viewer.last = view
      if (view.map.open) open += 1
    }
    if (viewer.last?.map.open) expect(mayBeOpen(customer, evening)).toBe(true)
  }
  return open
}

/** In the trail: a window that grew says why, and no estimate lies in the past. */
async function expectHonestWindows(doorstep: Doorstep): Promise<void> {
  const shown = new Map<string, EventData['window.revised']>()
  for (const { type, data, time } of await trailRows(doorstep)) {
    if (type !== 'window.revised') continue
    const window = JSON.parse(data) as EventData['window.revised']
    const before = shown.get(window.orderId)
    shown.set(window.orderId, window)
    expect(window.estimateAt).toBeGreaterThanOrEqual(time)
    expect(window.to).toBeGreaterThan(time)
    if (!before || window.cause !== 'progress') continue
    expect([window.from >= before.from, window.to <= before.to, window.latestBy <= before.latestBy]).toEqual([
      true,
      true,
      true,
    ])
  }
}

test.each(Array.from({ length: ROUNDS }, (_, round) => SEED + round))(
  'no customer sees anybody else, nor the driver but when theirs is the next door and near (evenings of seed %i)',
  { timeout: 60_000 },
  async (seed) => {
    const dice = diceOf(seed)
    const publicUrl = 'https://track.example'
    const store = { ...STORE, website: 'https://alderbay.example' }
    const pages = { site: await builtSite(DIST), dist: DIST, publicUrl }
    await using doorstep = await openDoorstep({ at: '2026-04-24T18:00:00-07:00', store, pages })
    let turn = Math.floor(dice() * 100)
    const { evenings, viewers } = await begin(doorstep, dice)
    const tales = new RegExp(
      [...tellTalesOf(evenings).keys()].map((tale) => tale.replace(/[+.]/g, '\\$&')).join('|'),
      'g',
    )
    let open = 0
    for (let tick = 0; tick < 60 && evenings.some((one) => !one.ended); tick += 1) {
      doorstep.advance(seconds(15 + Math.floor(dice() * 25)))
      const told = evenings.flatMap((evening) => goOn(evening, evenings, dice, doorstep.now()))
      const response = await doorstep.tellBatch(told)
      expect(response.status).toBe(200)
      if (tick % 4 === 0) for (let second = 0; second < 5; second += 1) doorstep.stages.tick()
      await doorstep.stages.idle()
      open += await look(doorstep, viewers, evenings, tales, () => dice() < 0.1)
      for (const viewer of viewers)
        if (dice() < PAGES_A_TICK) await lookAtOne(doorstep, viewer, evenings, tales, (turn += 1))
    }
    expect(open).toBeGreaterThan(EVENINGS_AT_ONCE)
    expect(evenings.filter((one) => isOnTheRoad(one) && unfinished(one).length === 0).length).toBeLessThan(
      EVENINGS_AT_ONCE,
    )
    await expectHonestWindows(doorstep)
    for await (const chain of verifyChains(doorstep.db)) expect(chain.findings).toEqual([])
    for (const { stream } of viewers) await stream.close()
    expect(doorstep.stages.hub.viewers()).toBe(0)
    expect(
      doorstep.lines.filter((line) => ['bug', 'background.failed'].includes((line as { event: string }).event)),
    ).toEqual([])
  },
)

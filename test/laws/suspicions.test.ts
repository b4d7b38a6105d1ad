import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBackground } from '../../api/background.ts'
import type { EventData } from '../../api/domain/event.ts'
import { minutes } from '../../api/domain/time.ts'
import type { OpenedLink } from '../../api/tracking/links.ts'
import { createSuspicions } from '../../api/tracking/suspicions.ts'
import { saveOrder } from '../../db/orders.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { dice as diceOf } from '../town/dice.ts'
import {
  doorOf,
  EVENING_MINUTES,
  normalEvening,
  ROUTES,
  STOPS_A_ROUTE,
  type Evening,
  type Onlooking,
} from './onlookers.ts'
import { SEED } from './seed.ts'

const EVENINGS = 1_000
const STOPS = ROUTES * STOPS_A_ROUTE
const orderIdOf = (stop: number): string => `o${stop}`

let doorstep: Awaited<ReturnType<typeof openDoorstep>>
beforeAll(async () => {
  doorstep = await openDoorstep()
  for (let stop = 0; stop < STOPS; stop += 1) {
    const routeId = `r${Math.floor(stop / STOPS_A_ROUTE)}`
    const order = { id: orderIdOf(stop), number: '1', milestone: 'out-for-delivery' as const, reachedAt: {}, routeId }
    await doorstep.stages.write((tx) => saveOrder(tx, STORE.id, order, 1))
  }
})
afterAll(() => doorstep[Symbol.asyncDispose]())

/** Lets an evening pass, and gives what was suspected of whom. */
async function suspectedOf({ onlooking, doors }: Evening): Promise<EventData['link.suspected'][]> {
  let now = 0
  const suspected: EventData['link.suspected'][] = []
  const background = createBackground(() => {})
  const suspicions = createSuspicions({
    ...{ db: doorstep.db, background, clock: () => now },
    random: (bytes) => new Uint8Array(bytes),
    contacts: {
      findMany: async (_, orderIds) => new Map(orderIds.map((id) => [id, { door: doors[Number(id.slice(1))]! }])),
    },
    record: async ({ event }) => {
      if (event.type === 'link.suspected') suspected.push(event.data)
      return { result: 'recorded', seq: 1 }
    },
  })
  const starting = Map.groupBy(onlooking, ({ minute }) => minute)
  let streams: { link: OpenedLink; until: number }[] = []
  for (let minute = 0; minute < EVENING_MINUTES; minute += 1) {
    now = minutes(minute)
    for (const { stop, link: linkId, from, minutes: lasts } of starting.get(minute) ?? []) {
      const link = { dispensaryId: STORE.id, orderId: orderIdOf(stop), linkId }
      suspicions.looked(link, from, false)
      if (lasts > 0) streams.push({ link: { ...link, network: suspicions.nameOf(from) }, until: minute + lasts })
    }
    streams = streams.filter(({ until }) => until > minute)
    if (minute % 2 === 0) await suspicions.review(streams.map(({ link }) => link))
  }
  await background.idle()
  return suspected
}

test(`nobody is suspected in ${EVENINGS} normal evenings behind shared addresses (of seed ${SEED})`, {
  timeout: 120_000,
}, async () => {
  const dice = diceOf(SEED)
  const alarms: object[] = []
  let looks = 0
  for (let evening = 0; evening < EVENINGS; evening += 1) {
    const normal = normalEvening(dice)
    looks += normal.onlooking.length
    for (const one of await suspectedOf(normal)) alarms.push({ evening, ...one })
  }
  expect(alarms).toEqual([])
  expect(looks).toBeGreaterThan(EVENINGS * STOPS * 5)
})

describe('on top of a normal evening', () => {
  const follower = { network: '2001:db8:1:2', browser: 'a follower' }
  const follows = (stops: number[], from = follower): Onlooking[] =>
    stops.map((stop) => ({ minute: 35, stop, link: `${stop}-1`, from, minutes: 30 }))
  const reasons = async (onlooking: Onlooking[]): Promise<string[]> => {
    const normal = normalEvening(diceOf(SEED))
    const suspected = await suspectedOf({
      doors: normal.doors.map((_, stop) => doorOf(stop)),
      onlooking: [...normal.onlooking, ...onlooking],
    })
    return suspected.map(({ linkId, because }) => `${linkId} ${because}`).toSorted()
  }

  test.each<[string, Onlooking[], string[]]>([
    [
      'one household that watches three doors of a route is',
      follows([0, 1, 2]),
      ['0-1', '1-1', '2-1'].map((link) => `${link} follows-route`),
    ],
    ['one that watches a door of each of two routes, and another, is not', follows([0, 1, STOPS_A_ROUTE]), []],
    ['one that watches two doors of a route is not', follows([0, 1]), []],
    [
      'one address with one browser at four doors of a route is',
      follows([3, 5, 7, 9], { network: '198.51.100.7', browser: 'a follower' }),
      ['3-1', '5-1', '7-1', '9-1'].map((link) => `${link} follows-route`),
    ],
    [
      'one that looks at each of many doors for a moment is not',
      follows([0, 1, 2, 3, 4]).map((one) => ({ ...one, minutes: 0 })),
      [],
    ],
    [
      'one that asks for them again and again, without a stream, is',
      [0, 5, 10].flatMap((later) => follows([0, 1, 2]).map((one) => ({ ...one, minute: 35 + later, minutes: 0 }))),
      ['0-1', '1-1', '2-1'].map((link) => `${link} follows-route`),
    ],
    [
      'a link that is shown around is',
      Array.from({ length: 60 }, (_, n) => ({
        minute: 50,
        stop: 4,
        link: '4-1',
        minutes: 1,
        from: { network: `198.51.100.${n}`, browser: 'x' },
      })),
      ['4-1 many-networks'],
    ],
  ])('%s suspected', async (_, onlooking, expected) => {
    expect(await reasons(onlooking)).toEqual(expected)
  })
})

import { expect, test } from 'vitest'
import { standsNow, whyLater } from '../../api/domain/later.ts'
import type { Route, Stop } from '../../api/domain/route.ts'
import { minutes } from '../../api/domain/time.ts'
import { at } from './given.ts'

const stop = (id: string, given: Partial<Stop> = {}): Stop => ({ id, orderIds: [id], doneOrderIds: [], ...given })
const done = (id: string, arrivedAt: number): Stop => stop(id, { arrivedAt, doneOrderIds: [id] })
const route = (stops: Stop[], nextSince = at(0)): Route => ({
  id: 'r',
  driverId: 'sam',
  stops,
  departedAt: at(0),
  nextSince,
})

const [a, b, c] = [stop('a'), stop('b'), stop('c')]
const told = (minute: number, ...stops: Stop[]) => standsNow(route(stops), at(minute))
const is = { now: at(20), latestAt: at(20), usualStayMs: minutes(4) }

test.each([
  ['another door was put before it', route([b, a, c]), 'a', told(1, a, b, c), is, 'resequenced'],
  ['a door before it was called off, and the streets are slow', route([b]), 'b', told(1, a, b), is, 'slower'],
  ['nothing has been heard for minutes', route([a]), 'a', told(1, a), { ...is, latestAt: at(16) }, 'signal-lost'],
  ['nothing was ever heard', route([a]), 'a', told(1, a), { ...is, latestAt: undefined }, 'slower'],
  [
    'the driver still stands at another door',
    route([{ ...a, arrivedAt: at(13) }, b]),
    'b',
    told(12, a, b),
    is,
    'earlier-stop',
  ],
  ['the driver stood there too long', route([done('a', at(10)), b], at(19)), 'b', told(12, a, b), is, 'earlier-stop'],
  [
    'that is told already, and now the streets are slow',
    route([done('a', at(10)), b], at(19)),
    'b',
    told(19.5, b),
    is,
    'slower',
  ],
  ['the stay was as long as stays are', route([done('a', at(15)), b], at(19)), 'b', told(12, a, b), is, 'slower'],
] as const)('later, because %s', (_, its, stopId, stood, now, cause) => {
  expect(whyLater(its, stopId, stood, now)).toBe(cause)
})

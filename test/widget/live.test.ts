import { expect, test } from 'vitest'
import type { TrackView } from '../../api/contract.ts'
import { follow, type Knowledge } from '../../widget/live.ts'
import { views } from '../site/views.ts'
import { fakeSurroundings } from './fake-surroundings.ts'

const onTheWay = views['out-for-delivery']
const late: TrackView = views.delayed
const seconds = (n: number): number => n * 1_000

function following(view: TrackView | null = onTheWay) {
  const fake = fakeSurroundings()
  const told: Knowledge[] = []
  const tell = (news: Knowledge): unknown => told.push(news)
  const followed = follow({ url: '/v1/track/a', view, surroundings: fake.surroundings, tell })
  return { ...fake, told, ...followed, last: () => told.at(-1) }
}

test('a page hears each new view from the stream, and asks nobody', () => {
  const { say, last, world } = following()
  say(late)
  expect(last()).toMatchObject({ view: late, link: 'live' })
  expect(world.asked).toBe(0)
})

test('older news that comes late changes nothing', () => {
  const { say, last } = following()
  say(late)
  say(onTheWay)
  expect(last()?.view).toEqual(late)
})

test('a driver who moves is news, though nothing was written in the trail', () => {
  const { say, last } = following()
  const moved = { ...onTheWay, asOf: '2026-04-24T18:49:00-07:00' }
  say(moved)
  expect(last()?.view).toEqual(moved)
})

test('where streams fail for good the page asks again and again, and tries a stream later', async () => {
  const { world, breakStream, settled, last, advance, openStreams } = following()
  world.answer = late
  breakStream(true)
  await settled()
  expect(last()).toMatchObject({ view: late, link: 'polling' })
  await advance(seconds(50))
  expect(world.asked).toBe(4)
  expect(openStreams()).toBe(1)
})

test('a stream that the browser mends itself is left to it, three times', async () => {
  const { breakStream, openStreams, settled, world } = following()
  breakStream(false)
  breakStream(false)
  expect(openStreams()).toBe(1)
  breakStream(false)
  await settled()
  expect(openStreams()).toBe(0)
  expect(world.asked).toBe(1)
})

test('a stream that never speaks is held back somewhere, so the page asks too', async () => {
  const { world, advance, last } = following()
  world.answer = late
  await advance(seconds(10))
  expect(world.asked).toBe(1)
  expect(last()).toMatchObject({ view: late, link: 'live' })
  await advance(seconds(20))
  expect(world.asked).toBe(2)
})

test('a stream that has been quiet for a minute is made sure of by one question', async () => {
  const { say, world, advance, last } = following()
  world.answer = onTheWay
  say(onTheWay)
  const heardAt = last()?.heardAt ?? 0
  await advance(seconds(70))
  expect(world.asked).toBe(1)
  expect(last()?.heardAt).toBe(heardAt + seconds(60))
})

test('when nobody answers the page says so, keeps what it knows, and asks ever more rarely', async () => {
  const { world, breakStream, settled, last, advance } = following()
  breakStream(true)
  await settled()
  expect(last()).toMatchObject({ view: onTheWay, link: 'lost' })
  await advance(seconds(600))
  expect(world.asked).toBeGreaterThan(3)
  expect(world.asked).toBeLessThan(10)
  world.answer = late
  await advance(seconds(130))
  expect(last()?.view).toEqual(late)
  expect(last()?.link).not.toBe('lost')
})

test('a hidden page follows nothing, and is up to date as soon as it is looked at again', async () => {
  const { change, openStreams, waits, advance, world, say, last } = following()
  change({ visible: false })
  expect(openStreams()).toBe(0)
  expect(waits()).toBe(false)
  await advance(seconds(3_600))
  expect(world.asked).toBe(0)
  change({ visible: true })
  expect(openStreams()).toBe(1)
  say(late)
  expect(last()?.view).toEqual(late)
})

test('without a network the page says so at once, and comes back with it', () => {
  const { change, last, openStreams } = following()
  change({ online: false })
  expect(last()).toMatchObject({ view: onTheWay, link: 'lost' })
  expect(openStreams()).toBe(0)
  change({ online: true })
  expect(openStreams()).toBe(1)
})

test('a delivered order is followed no more', () => {
  const { say, last, openStreams, waits } = following()
  say(views.delivered)
  expect(last()).toMatchObject({ view: views.delivered, link: 'over' })
  expect(openStreams()).toBe(0)
  expect(waits()).toBe(false)
})

test('after a failed handoff the page keeps listening, for a new attempt may follow', () => {
  const { say, openStreams } = following()
  say(views['not-delivered'])
  expect(openStreams()).toBe(1)
})

test('a link that ends takes the view off the page', async () => {
  const { world, breakStream, settled, last, waits } = following()
  world.answer = 'unknown'
  breakStream(true)
  await settled()
  expect(last()).toMatchObject({ view: null, link: 'unknown' })
  expect(waits()).toBe(false)
})

test('who leaves leaves nothing running', () => {
  const { stop, openStreams, waits } = following()
  stop()
  expect(openStreams()).toBe(0)
  expect(waits()).toBe(false)
})

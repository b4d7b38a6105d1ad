import { beforeAll, describe, expect, test } from 'vitest'
import { minutes, seconds } from '../../../api/domain/time.ts'
import { makeUp, placeAt } from './made-up.ts'
import { playEvenings, type Heard } from './play-evenings.ts'
import { scoreOf, type Score } from './score.ts'

/** A smaller part of what `npm run backtest -- evenings` plays, on routes of their own. */
const ROUTES = makeUp({ seed: 80, evenings: 2, drivers: 3, stops: 5 })

describe('evenings with known truth, through the real stages', () => {
  let heard: Heard
  let score: Score
  beforeAll(async () => {
    heard = await playEvenings(ROUTES)
    score = scoreOf(ROUTES, heard)
  }, 60_000)

  test('windows of stops behind other stops hold about four times in five', () => {
    const share = score.shown.filter(({ inside }) => inside).length / score.shown.length
    expect(score.shown.length).toBeGreaterThan(500)
    expect(share).toBeGreaterThan(0.6)
    expect(share).toBeLessThan(0.98)
  })

  test('every arrival is noticed without a tap, and held against what was first told', () => {
    expect(score.promises.unknown).toBe(0)
    expect(score.promises.noticedWithinMs).toBeLessThan(seconds(60))
    for (const { stops } of ROUTES)
      for (const { id, arrivesAt } of stops) {
        const { met, promise } = heard.orders.get(id) ?? {}
        const missed = Math.min(0, arrivesAt - (promise?.from ?? 0)) + Math.max(0, arrivesAt - (promise?.to ?? 0))
        expect(Math.abs((met?.missedMs ?? 0) - missed)).toBeLessThan(minutes(2))
      }
  })

  test('who is late by ten minutes was told so, and nobody else', () => {
    for (const [id, order] of heard.orders) {
      const worst = Math.max(
        ...(heard.revised.get(id) ?? []).map(({ estimateAt }) => estimateAt - (order.promise?.to ?? 0)),
      )
      expect(order.delay !== undefined).toBe(worst >= minutes(10))
    }
  })

  test.each([
    ['a long stay', 'long stop', 'earlier-stop'],
    ['a silence', 'lost signal', 'signal-lost'],
    ['another sequence', 'resequenced', 'resequenced'],
    ['slow streets', 'streets', 'slower'],
  ])('%s is said to be what makes it later', (_, trouble, cause) => {
    expect(Object.keys(score.causes[trouble] ?? {})).toEqual([cause])
  })

  test('how long stays are is learned', () => {
    expect(score.dwell.learnedMs / score.dwell.trueMs).toBeGreaterThan(0.75)
    expect(score.dwell.learnedMs / score.dwell.trueMs).toBeLessThan(1.35)
  })

  test('the engine is asked about once for each leg', () => {
    expect(heard.asked / score.deliveries).toBeLessThan(1.5)
  })
})

test('drivers are at their doors while they are said to be', () => {
  const [route] = ROUTES
  for (const { door, arrivesAt, leavesAt } of route?.stops ?? []) {
    expect(route && placeAt(route, arrivesAt + 1)).toEqual(door)
    expect(route && placeAt(route, leavesAt - 1)).toEqual(door)
  }
})

import fc from 'fast-check'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { minutes, seconds } from '../../api/domain/time.ts'
import { findConnection } from '../../db/connections.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { ticks, type Doorstep } from '../flow/customer.ts'
import { trailRows } from '../ingest/rows.ts'
import { MOODS, type Mood } from '../peers/asked.ts'
import { openTreez, TREEZ_KEYS } from '../peers/treez.ts'
import { SEED } from './seed.ts'

const START = Date.parse('2026-04-24T18:00:00-07:00')

type Step =
  | { step: 'orders'; count: number; lateMs: number }
  | { step: 'cancel'; which: number; lateMs: number }
  | { step: 'wait'; ms: number }
  | { step: 'trouble'; moods: Mood[] }
  /** More than a page, while it shows the first page whatever it is asked for. */
  | { step: 'stuck'; count: number }
  | { step: 'token-forgotten' }
  | { step: 'restart' }

/** Treez may show a change late, but not later than looks overlap. */
const lateMs = fc.constantFrom(0, 0, seconds(40), minutes(2))
/** Now and then for longer than anybody is left alone. */
const waitMs = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 20, max: 240 }).map(seconds) },
  { weight: 1, arbitrary: fc.constant(minutes(16)) },
)
const mood: fc.Arbitrary<Mood> = fc.constantFrom(...MOODS, 'refuse')
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ step: fc.constant('orders'), count: fc.integer({ min: 1, max: 40 }), lateMs }) },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('cancel'), which: fc.nat(1_000), lateMs }) },
  { weight: 8, arbitrary: fc.record({ step: fc.constant('wait'), ms: waitMs }) },
  {
    weight: 4,
    arbitrary: fc.record({ step: fc.constant('trouble'), moods: fc.array(mood, { minLength: 1, maxLength: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('stuck'), count: fc.integer({ min: 51, max: 60 }) }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('token-forgotten') }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('restart') }) },
) as fc.Arbitrary<Step>

/** What the trail holds of each order: packed, and cancelled. */
async function toldOf(doorstep: Doorstep): Promise<Map<string, string[]>> {
  const told = new Map<string, string[]>()
  for (const { type, subject, source } of await trailRows(doorstep)) {
    if (!source.startsWith('treez/') || type === 'order.updated') continue
    const id = subject.replace('order/', '')
    told.set(id, [...(told.get(id) ?? []), type])
  }
  return told
}

/** A Doorstep that can be stopped and started again, beside a Treez that stays. */
async function openEvening() {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-'))
  const secretKey = new Uint8Array(randomBytes(32))
  let doorstep: Doorstep | undefined
  const now = (): number => doorstep?.now() ?? START
  const treez = await openTreez(now)
  const open = (at: number) =>
    openDoorstep({
      file: join(folder, 'doorstep.db'),
      askVendor: treez.askVendor,
      secretKey,
      at: new Date(at).toISOString(),
    })
  doorstep = await open(START)
  const { connectionId } = await doorstep.enroll.connect(STORE.id, 'treez', { keys: JSON.stringify(TREEZ_KEYS) })
  const current = (): Doorstep => doorstep as Doorstep
  return {
    ...{ treez, now, current },
    cursor: async (): Promise<number> => (await findConnection(current().db, connectionId))?.readUpTo ?? 0,
    restart: async (): Promise<void> => {
      const at = now()
      await current()[Symbol.asyncDispose]()
      doorstep = await open(at)
    },
    async [Symbol.asyncDispose]() {
      await current()[Symbol.asyncDispose]()
      await treez.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
type Evening = Awaited<ReturnType<typeof openEvening>>

async function take(one: Step, evening: Evening): Promise<void> {
  const { treez, current, restart } = evening
  const ids = [...treez.tickets.keys()]
  switch (one.step) {
    case 'orders':
      for (let n = 0; n < one.count; n += 1) treez.change(`t${ids.length + n}`, 'PACKED_READY', one.lateMs)
      return
    case 'cancel':
      return ids.length > 0 ? treez.change(ids[one.which % ids.length] ?? '', 'CANCELED', one.lateMs) : undefined
    case 'wait':
      for (let left = one.ms; left > 0; left -= minutes(1)) await ticks(current(), Math.min(left, minutes(1)))
      return
    case 'trouble':
      treez.moods.push(...one.moods)
      return
    case 'stuck':
      treez.showFirstPageOnly(true)
      await take({ step: 'orders', count: one.count, lateMs: 0 }, evening)
      await take({ step: 'wait', ms: minutes(3) }, evening)
      return treez.showFirstPageOnly(false)
    case 'token-forgotten':
      return treez.forgetToken()
    case 'restart':
      return restart()
    default:
      return one satisfies never
  }
}

/** Of everything that could be seen there before the cursor, the trail holds how it stands. */
async function expectNothingPassed({ treez, current, cursor }: Evening): Promise<void> {
  const upTo = await cursor()
  const told = await toldOf(current())
  const passed = [...treez.tickets.values()].filter(({ visibleAt, ticket_id, order_status }) => {
    const expected = order_status === 'CANCELED' ? 'order.cancelled' : 'order.packed'
    return visibleAt < upTo && !told.get(ticket_id)?.includes(expected)
  })
  expect(passed).toEqual([])
}

test('however looks succeed and fail, every change there is recorded once, and the cursor never passes one that was not read', {
  timeout: 180_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40, size: 'max' }), async (steps) => {
      await using evening = await openEvening()
      let before = 0
      for (const one of steps) {
        await take(one, evening)
        await expectNothingPassed(evening)
        const cursor = await evening.cursor()
        expect(cursor).toBeGreaterThanOrEqual(before)
        before = cursor
      }
      evening.treez.moods.length = 0
      const end = Math.max(0, ...[...evening.treez.tickets.values()].map(({ visibleAt }) => visibleAt))
      for (let n = 0; n < 60 && (await evening.cursor()) <= end; n += 1) await ticks(evening.current(), minutes(1))
      expect(await evening.cursor()).toBeGreaterThan(end)
      await expectNothingPassed(evening)
      const twice = [...(await toldOf(evening.current()))].filter(([, types]) => new Set(types).size < types.length)
      expect(twice).toEqual([])
    }),
    { seed: SEED, numRuns: 6 },
  )
})

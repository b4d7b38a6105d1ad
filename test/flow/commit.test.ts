import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { dispensaries, drivers } from '../../db/schema.ts'
import { openDoorstep } from '../doorstep.ts'
import { trailRows } from '../ingest/rows.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
const names = async ({ db }: Doorstep): Promise<string[]> =>
  (await db.select().from(drivers)).map(({ id }) => id).sort()
const keep = (doorstep: Doorstep, id: string) =>
  doorstep.stages.write((tx) => tx.insert(drivers).values({ dispensaryId: 'd', id, firstName: id }))
const outcomes = async (work: Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(work)).map(({ status }) => status)

describe('work that is committed together', () => {
  test('fails alone: its neighbours before and behind it are kept', async () => {
    await using doorstep = await openDoorstep()
    const work = [
      keep(doorstep, 'a'),
      doorstep.stages.write(async (tx) => {
        await tx.insert(drivers).values({ dispensaryId: 'd', id: 'half', firstName: 'x' })
        throw new Error('changed its mind')
      }),
      keep(doorstep, 'b'),
      keep(doorstep, 'a'), // the table refuses it
      doorstep.stages.write((tx) => tx.run('nonsense')),
      doorstep.stages.write(() => {
        throw new Error('at once')
      }),
      keep(doorstep, 'c'),
    ]
    expect(await outcomes(work)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
      'fulfilled',
    ])
    expect(await names(doorstep)).toEqual(['a', 'b', 'c'])
    await keep(doorstep, 'later')
    expect(await names(doorstep)).toEqual(['a', 'b', 'c', 'later'])
  })

  test('happens at one instant', async () => {
    await using doorstep = await openDoorstep()
    const seen = await Promise.all(
      [1, 2, 3].map(() =>
        doorstep.stages.write(async (_, now) => {
          doorstep.advance(7)
          return now
        }),
      ),
    )
    expect(new Set(seen).size).toBe(1)
  })

  test('is not seen by others before it is committed', async () => {
    await using doorstep = await openDoorstep()
    const inside = await doorstep.stages.write(async (tx) => {
      await tx.insert(drivers).values({ dispensaryId: 'd', id: 'a', firstName: 'x' })
      return [(await names(doorstep)).length, (await tx.select().from(drivers)).length]
    })
    expect(inside).toEqual([0, 1])
  })

  test('may ask for more work: that comes in the next commit', async () => {
    await using doorstep = await openDoorstep()
    const next = await doorstep.stages.write(async () => ({ later: keep(doorstep, 'next') }))
    await next.later
    expect(await names(doorstep)).toEqual(['next'])
  })

  test('of a process whose database is gone is refused, all of it, and nothing hangs', async () => {
    await using doorstep = await openDoorstep()
    doorstep.db.$client.close()
    expect(await outcomes([keep(doorstep, 'a'), keep(doorstep, 'b')])).toEqual(['rejected', 'rejected'])
    expect(await outcomes([keep(doorstep, 'c')])).toEqual(['rejected'])
  })
})

describe('an event that cannot be taken in', () => {
  test('leaves nothing behind: no row, no order, and the chain goes on as if it had not been', async () => {
    await using doorstep = await openDoorstep()
    const received = (orderId: string) => ({ type: 'order.received', data: { orderId, number: orderId } })
    await doorstep.tell(received('1'))
    const [before] = await doorstep.db.select().from(dispensaries).where(eq(dispensaries.id, 'alder-bay'))
    const bad = { type: 'order.received' as const, time: Number.NaN, data: { orderId: 'x', number: 'x' } }
    const record = doorstep.stages.record
    const told = { dispensaryId: 'alder-bay', source: 'test' }
    const both = await Promise.allSettled([
      record({ ...told, eventId: 'bad', event: bad }),
      record({
        ...told,
        eventId: 'good',
        event: { ...bad, time: doorstep.now(), data: { orderId: '2', number: '2' } },
      }),
    ])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    const rows = await trailRows(doorstep)
    expect(rows.map(({ subject, link }) => [subject, link])).toEqual([
      ['order/1', 1],
      ['order/1', 2],
      ['order/2', 3],
      ['order/2', 4],
    ])
    expect(before?.chainLength).toBe(2)
  })

  test('of a dispensary that nobody enrolled is a fault of ours, not an order', async () => {
    await using doorstep = await openDoorstep()
    const event = { type: 'order.received' as const, time: 0, data: { orderId: '1', number: '1' } }
    await expect(doorstep.stages.record({ dispensaryId: 'nobody', source: 't', eventId: '1', event })).rejects.toThrow()
    expect(await trailRows(doorstep)).toEqual([])
  })
})

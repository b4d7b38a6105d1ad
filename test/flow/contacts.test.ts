import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createContactKeys } from '../../api/contact-keys.ts'
import { createContacts, type Contacts } from '../../api/contacts.ts'
import { minutes } from '../../api/domain/time.ts'
import { contactKeys, contacts as table } from '../../db/personal-schema.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { ANA, receive, subscribe, type Doorstep } from './customer.ts'

const FIRST = { dispensaryId: STORE.id, orderId: '1' }
const SECOND = { ...FIRST, orderId: '2' }

/** The contacts of a file, as another process with this key reads them. */
const another = ({ db, now, ...doorstep }: Doorstep, secretKey = doorstep.secretKey): Contacts =>
  createContacts({ db, keys: createContactKeys({ secretKey, random: randomBytes }), clock: now })

const changes = (doorstep: Doorstep, customer: object): Promise<Response> =>
  doorstep.tell({ type: 'order.updated', data: { orderId: '1', customer } })

async function withTwo(): Promise<Doorstep> {
  const doorstep = await openDoorstep()
  await receive(doorstep)
  await doorstep.tell({
    type: 'order.received',
    data: { orderId: '2', number: '2', customer: { email: 'b@example.com' } },
  })
  return doorstep
}

test('a customer is known to whoever has the key, and to nobody without it', async () => {
  await using doorstep = await withTwo()
  expect(await another(doorstep).find(FIRST)).toEqual(ANA)
  await expect(another(doorstep, new Uint8Array(32).fill(8)).find(FIRST)).rejects.toThrow()
})

test('what is sealed for one order opens for no other, though its key is moved with it', async () => {
  await using doorstep = await withTwo()
  const { db } = doorstep
  const [stolen] = await db.select().from(table).where(eq(table.orderId, '1'))
  await db.update(table).set({ sealed: stolen!.sealed }).where(eq(table.orderId, '2'))
  await expect(another(doorstep).find(SECOND)).rejects.toThrow()
  const [key] = await db.select().from(contactKeys).where(eq(contactKeys.orderId, '1'))
  await db.update(contactKeys).set({ sealedKey: key!.sealedKey }).where(eq(contactKeys.orderId, '2'))
  await expect(another(doorstep).find(SECOND)).rejects.toThrow()
  expect(await another(doorstep).find(FIRST)).toEqual(ANA)
})

test('nor for another dispensary’s order of the same id', async () => {
  await using doorstep = await withTwo()
  const { db } = doorstep
  for (const one of [table, contactKeys])
    await db.update(one).set({ dispensaryId: 'bay-two' }).where(eq(one.orderId, '1'))
  await expect(another(doorstep).find({ ...FIRST, dispensaryId: 'bay-two' })).rejects.toThrow()
})

test('what changes is known at once, and what a later event leaves out stays', async () => {
  await using doorstep = await withTwo()
  const { contacts } = doorstep.stages
  expect(await contacts.find(FIRST)).toEqual(ANA)
  await changes(doorstep, { email: 'new@example.com' })
  expect(await contacts.find(FIRST)).toEqual({ ...ANA, email: 'new@example.com' })
})

test('a reading that was begun before a change is not remembered after it', async () => {
  await using doorstep = await withTwo()
  const { contacts } = doorstep.stages
  const reading = contacts.find(FIRST)
  contacts.changed([FIRST])
  expect(await reading).toEqual(ANA)
  await doorstep.db.delete(contactKeys)
  expect(await contacts.find(FIRST)).toEqual({})
})

test('what another process has destroyed is remembered for a minute and no longer', async () => {
  await using doorstep = await withTwo()
  const { contacts, write } = doorstep.stages
  await contacts.find(FIRST)
  await write((tx) => another(doorstep).forget(tx, FIRST))
  doorstep.advance(minutes(1) - 1)
  expect(await contacts.find(FIRST)).toEqual(ANA)
  doorstep.advance(1)
  expect(await contacts.find(FIRST)).toEqual({})
})

test('doors that are asked for again and again are opened once', async () => {
  await using doorstep = await withTwo()
  const { contacts } = doorstep.stages
  const doors = () => contacts.findMany(STORE.id, ['1', '2', '3'])
  const first = await doors()
  await doorstep.db.delete(contactKeys)
  expect(await doors()).toEqual(first)
  expect(Object.fromEntries(first)).toEqual({ '1': ANA, '2': { email: 'b@example.com' }, '3': {} })
})

test('no more are remembered than a busy evening has', async () => {
  await using doorstep = await withTwo()
  const { contacts } = doorstep.stages
  const strangers = Array.from({ length: 4_999 }, (_, n) => `stranger-${n}`)
  await contacts.find(FIRST)
  await contacts.findMany(STORE.id, strangers)
  await doorstep.db.delete(contactKeys)
  expect(await contacts.find(FIRST)).toEqual(ANA)
  await contacts.find(SECOND)
  expect(await contacts.find(FIRST)).toEqual({})
})

test('a person’s orders are found by phone and by e-mail, however it is written, and only within one dispensary', async () => {
  await using doorstep = await withTwo()
  await doorstep.enroll.dispensary({ ...STORE, id: 'bay-two' })
  const { contacts } = doorstep.stages
  expect(await contacts.ordersOf(STORE.id, { phone: ANA.phone })).toEqual(['1'])
  expect(await contacts.ordersOf(STORE.id, { email: 'ANA@Example.com' })).toEqual(['1'])
  expect(await contacts.ordersOf('bay-two', { email: ANA.email })).toEqual([])
  expect(await contacts.ordersOf(STORE.id, {})).toEqual([])
  await doorstep.stages.write((tx) => contacts.merge(tx, { dispensaryId: 'bay-two', orderId: '1' }, ANA))
  const hashes = (await doorstep.db.select().from(table)).flatMap(({ phoneHash }) => phoneHash ?? [])
  expect([hashes.length, new Set(hashes).size]).toEqual([2, 2]) // nobody can tell that two have the same customer
  await changes(doorstep, { email: 'b@example.com' })
  expect((await contacts.ordersOf(STORE.id, { email: 'b@example.com' })).sort()).toEqual(['1', '2'])
  expect(await contacts.ordersOf(STORE.id, { email: ANA.email })).toEqual([])
})

test('a device is known by its order alone, and asking twice is asking once', async () => {
  await using doorstep = await withTwo()
  for (let n = 0; n < 2; n += 1) await subscribe(doorstep)
  expect(await doorstep.stages.devices.of(FIRST)).toHaveLength(1)
  expect(await doorstep.stages.devices.of(SECOND)).toEqual([])
})

import { readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { rebuildProjections } from '../../api/audit/rebuild.ts'
import { verifyChains } from '../../api/audit/verify.ts'
import { seconds } from '../../api/domain/time.ts'
import { emptyLog } from '../../db/open.ts'
import { contactKeys, contacts, pushSubscriptions } from '../../db/personal-schema.ts'
import { openDoorstep, STORE } from '../doorstep.ts'
import { storedRows, trailRows } from '../ingest/rows.ts'
import { dice as diceOf } from '../town/dice.ts'
import { goOn, makeEvening, planOf, type Customer, type Dice, type Evening } from './evenings.ts'
import { SEED } from './seed.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
/** A customer with everything that is ever told of one. */
type Person = Customer & { address: string; endpoint: string; token: string }

const ROUNDS = 3
const EVENINGS_AT_ONCE = 6
const KIM = { email: 'kim@alderbay.example', password: 'correct horse battery' }

const whole = ({ name, email, phone, address, door }: Person): object => ({ name, email, phone, address, door })
const orderOf = ({ orderId }: Customer) => ({ dispensaryId: STORE.id, orderId })

async function begin(doorstep: Doorstep, dice: Dice): Promise<{ evenings: Evening[]; people: Person[] }> {
  const evenings = Array.from({ length: EVENINGS_AT_ONCE }, () => makeEvening(dice))
  const people: Person[] = []
  for (const customer of evenings.flatMap(({ stops }) => stops.flatMap((stop) => stop.customers))) {
    const device = `${customer.name}-device`
    const person = { ...customer, address: `${customer.name} Lane`, endpoint: `https://fcm.googleapis.com/${device}` }
    const { orderId, number } = customer
    await doorstep.tell({
      type: 'order.received',
      data: { orderId, number, customer: whole({ ...person, token: '' }) },
    })
    const token = await doorstep.linkTo(orderId)
    const subscription = { endpoint: person.endpoint, keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) } }
    if (dice() < 0.5) await doorstep.post(`/v1/track/${token}/push`, JSON.stringify(subscription), {})
    people.push(Object.assign(customer, { ...person, token }))
  }
  await doorstep.tellBatch(evenings.map(planOf))
  return { evenings, people }
}

/** By a staff member's form, or as the operator does it. */
async function forget(doorstep: Doorstep, cookie: string, { orderId, number }: Person, byForm: boolean): Promise<void> {
  if (!byForm) return void (await doorstep.stages.forget({ dispensaryId: STORE.id, orderId }, 'operator'))
  await doorstep.post('/support/forget', new URLSearchParams({ orderId, number }).toString(), {
    ...{ cookie, origin: 'http://localhost' },
    'content-type': 'application/x-www-form-urlencoded',
  })
}

const isForgotten = async ({ db }: Doorstep, { orderId }: Person): Promise<boolean> =>
  (await db.get<{ at: number | null }>(sql`SELECT state ->> 'forgottenAt' AS at FROM orders WHERE id = ${orderId}`))
    ?.at != null

async function signedIn(doorstep: Doorstep): Promise<string> {
  await doorstep.enroll.staff(STORE.id, KIM.email, KIM.password)
  const response = await doorstep.post('/v1/support/session', JSON.stringify(KIM), {})
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

/** What must be nowhere: the data itself in every form that it is stored in, and what it could be had back from. */
async function tracesOf({ db }: Doorstep, { orderId, ...person }: Person): Promise<Buffer[]> {
  const { name, email, phone, address, endpoint, door } = person
  const told = [name, email, phone, phone.slice(2), address, endpoint, `${door.lat}`, `${door.lng}`]
  const doubles = [door.lat, door.lng].flatMap((degrees) => {
    const bytes = Buffer.alloc(8)
    bytes.writeDoubleBE(degrees)
    return [bytes, Buffer.from(bytes).reverse()]
  })
  const sealed: unknown[] = []
  for (const table of [contactKeys, contacts, pushSubscriptions])
    sealed.push(
      ...(await db.select().from(table).where(sql`order_id = ${orderId}`)).flatMap((row) => Object.values(row)),
    )
  const bytes = sealed.filter((value) => Buffer.isBuffer(value))
  const hashes = sealed.filter((value): value is string => typeof value === 'string' && /^[\da-f]{32}$/.test(value))
  return [...[...told, ...hashes].map((text) => Buffer.from(text)), ...doubles, ...bytes]
}

/** Their till and their dispatcher go on repeating themselves. */
async function toldAgain(
  doorstep: Doorstep,
  { orderId, number, ...person }: Person,
  evenings: Evening[],
): Promise<void> {
  const customer = whole({ orderId, number, ...person })
  await doorstep.tell({ type: 'order.received', data: { orderId, number, customer } })
  await doorstep.tell({ type: 'order.updated', data: { orderId, customer } })
  const evening = evenings.find(({ stops }) =>
    stops.some((stop) => stop.customers.some((one) => one.orderId === orderId)),
  )
  if (evening) await doorstep.tell(planOf(evening))
}

test.each(Array.from({ length: ROUNDS }, (_, round) => SEED + round))(
  'whoever is forgotten is nowhere any more, and everything else is as it was (evenings of seed %i)',
  { timeout: 60_000 },
  async (seed) => {
    const dice = diceOf(seed)
    await using doorstep = await openDoorstep()
    const cookie = await signedIn(doorstep)
    const { evenings, people } = await begin(doorstep, dice)
    const traces = new Map<Person, Buffer[]>()
    const counts = { forgotten: 0, kept: 0 }
    const ask = async (person: Person): Promise<void> => {
      const before = await tracesOf(doorstep, person)
      await forget(doorstep, cookie, person, dice() < 0.5)
      if (await isForgotten(doorstep, person)) {
        if (!traces.has(person)) traces.set(person, before)
        counts.forgotten += 1
        return
      }
      expect(await doorstep.stages.contacts.find(orderOf(person))).toMatchObject(whole(person))
      counts.kept += 1
    }
    for (let tick = 0; tick < 60 && evenings.some((one) => !one.ended); tick += 1) {
      doorstep.advance(seconds(15 + Math.floor(dice() * 25)))
      await doorstep.tellBatch(evenings.flatMap((evening) => goOn(evening, evenings, dice, doorstep.now())))
      const person = people[Math.floor(dice() * people.length)]
      if (person && dice() < 0.6) await ask(person)
    }
    expect(counts.forgotten).toBeGreaterThan(2)
    expect(counts.kept).toBeGreaterThan(2)
    for (const person of traces.keys()) await toldAgain(doorstep, person, evenings)

    for (const person of people) {
      const known = await doorstep.stages.contacts.find(orderOf(person))
      expect(known).toEqual(traces.has(person) ? {} : whole(person))
      if (traces.has(person)) expect(await doorstep.stages.devices.of(orderOf(person))).toEqual([])
    }
    const rows = await storedRows(doorstep.db)
    expect(await emptyLog(doorstep.db)).toBe(true)
    const file = await readFile(doorstep.file)
    expect(file.includes(STORE.legalName)).toBe(true)
    for (const [{ orderId }, gone] of traces) {
      expect(gone.length).toBeGreaterThan(14)
      expect({
        orderId,
        at: gone.findIndex((bytes) => rows.some((row) => row.includes(bytes.toString('latin1')))),
      }).toEqual({ orderId, at: -1 })
      expect({ orderId, at: gone.findIndex((bytes) => file.includes(bytes)) }).toEqual({ orderId, at: -1 })
    }
    for await (const { findings } of verifyChains(doorstep.db)) expect(findings).toEqual([])
    for await (const { differences } of rebuildProjections(doorstep.db, { keep: true })) expect(differences).toEqual([])
    const wanted = (await trailRows(doorstep)).filter(({ type }) => type === 'contact.forgotten')
    expect(wanted.map(({ subject }) => subject).sort()).toEqual(
      [...traces.keys()].map(({ orderId }) => `order/${orderId}`).sort(),
    )
  },
)

import type { LatLng } from '../../api/domain/position.ts'
import { minutes, seconds } from '../../api/domain/time.ts'
import { fixesAlong, fixesAt, type Fix, type Stretch } from './drive.ts'
import type { Moment, Story, WooOrder } from './scenario.ts'

type Customer = {
  id: number
  first: string
  last: string
  total: string
  paid: boolean
  phone?: string
  email?: string
  locale?: 'es'
}
type Door = { customer: Customer; outcome: 'handed-over' | 'no-id'; dwellMs: number }
type Home = { address: string; door: LatLng }
type Evening = {
  /** When it begins; the tills write this into their orders. */
  startAt: number
  store: LatLng
  /** Where the customers live, in the order of their orders. */
  homes: Home[]
  /** The streets from each point to the next. */
  streets: (points: LatLng[]) => Promise<Stretch[]>
}

const CUSTOMERS: Customer[] = [
  { id: 1041, first: 'Ana', last: 'Reyes', total: '84.50', paid: false, email: 'ana@example.com', locale: 'es' },
  { id: 1042, first: 'Ben', last: 'Okafor', total: '126.00', paid: true, phone: '(707) 555-0142' },
  {
    id: 1043,
    first: 'Carla',
    last: 'Lindqvist',
    total: '58.25',
    paid: true,
    email: 'carla@example.com',
    phone: '(707) 555-0143',
  },
  { id: 1044, first: 'Dev', last: 'Patel', total: '210.75', paid: false, phone: '(707) 555-0144' },
  { id: 1045, first: 'Elena', last: 'Marsh', total: '39.90', paid: false, email: 'elena@example.com' },
  { id: 1046, first: 'Frank', last: 'Tran', total: '97.10', paid: true, phone: '(707) 555-0146' },
]

const ROUTES: {
  routeId: string
  driver: { id: string; firstName: string }
  leaves: number
  doors: (Omit<Door, 'customer'> & { of: number })[]
}[] = [
  {
    routeId: 'evening-sam',
    driver: { id: 'sam', firstName: 'Sam' },
    leaves: minutes(8),
    doors: [
      { of: 1041, outcome: 'handed-over', dwellMs: minutes(4) },
      { of: 1043, outcome: 'handed-over', dwellMs: minutes(3) },
      { of: 1044, outcome: 'handed-over', dwellMs: minutes(5) },
      { of: 1046, outcome: 'handed-over', dwellMs: minutes(3.5) },
    ],
  },
  {
    routeId: 'evening-rosa',
    driver: { id: 'rosa', firstName: 'Rosa' },
    leaves: minutes(9.5),
    doors: [
      { of: 1042, outcome: 'handed-over', dwellMs: minutes(3.5) },
      { of: 1045, outcome: 'no-id', dwellMs: minutes(4) },
    ],
  },
]

/** Streets are never as free as the router thinks. */
const TRAFFIC = 1.45

/** An evening of one store: six orders, two drivers, one customer without ID. */
export async function fridayEvening(evening: Evening): Promise<Story> {
  const moments = orderMoments(evening)
  for (const route of ROUTES) moments.push(...(await routeMoments(route, evening)))
  moments.sort((a, b) => a.at - b.at)
  const orders = CUSTOMERS.map(({ id, first }) => ({ id: String(id), number: String(id), who: first }))
  return { orders, moments, lasts: (moments.at(-1)?.at ?? 0) + seconds(10) }
}

function orderMoments({ startAt, homes }: Evening): Moment[] {
  return CUSTOMERS.flatMap((customer, index): Moment[] => {
    const placed = seconds(6 * index)
    const begun = minutes(2.5) + seconds(20 * index)
    const address = homes[index]?.address ?? ''
    return [
      {
        at: placed,
        say: `${customer.first} places order ${customer.id}`,
        telling: {
          by: 'pos',
          topic: 'order.created',
          order: wooOrder(customer, address, 'on-hold', startAt + placed, startAt + placed),
        },
      },
      {
        at: begun,
        say: `Order ${customer.id} is being prepared`,
        telling: {
          by: 'pos',
          topic: 'order.updated',
          order: wooOrder(customer, address, 'processing', startAt + placed, startAt + begun),
        },
      },
    ]
  })
}

async function routeMoments(
  { routeId, driver, leaves, doors }: (typeof ROUTES)[number],
  evening: Evening,
): Promise<Moment[]> {
  const places = doors.map(({ of }) => evening.homes[CUSTOMERS.findIndex(({ id }) => id === of)]?.door ?? evening.store)
  const stretches = await evening.streets([evening.store, ...places, evening.store])
  const stops = doors.map(({ of }, index) => ({
    stopId: `${routeId}-${index + 1}`,
    orderIds: [String(of)],
    door: places[index],
  }))
  const told = (at: number, type: string, data: object, say?: string): Moment => ({
    at,
    telling: { by: 'dispatch', type, data },
    ...(say && { say }),
  })
  const seen = ({ at, position }: Fix): Moment => ({ at, telling: { by: 'phone', driverId: driver.id, position } })
  const moments = [
    told(
      leaves - minutes(1),
      'route.planned',
      { routeId, driver, stops },
      `${driver.firstName} is given ${stops.length} stops`,
    ),
    told(leaves, 'route.departed', { routeId }, `${driver.firstName} leaves the store`),
  ]
  let at = leaves
  for (const [index, stretch] of stretches.entries()) {
    const slow = { ...stretch, durationMs: stretch.durationMs * TRAFFIC }
    moments.push(...fixesAlong(slow, at).map(seen))
    at += slow.durationMs
    const door = doors[index]
    const place = places[index]
    if (!door || !place) continue
    moments.push(...fixesAt(place, at, door.dwellMs).map(seen))
    at += door.dwellMs
    moments.push(atTheDoor(at, door, told))
  }
  moments.push(told(at + seconds(5), 'route.ended', { routeId }, `${driver.firstName} is back at the store`))
  return moments
}

function atTheDoor(
  at: number,
  { of, outcome }: { of: number; outcome: Door['outcome'] },
  told: (at: number, type: string, data: object, say?: string) => Moment,
): Moment {
  const orderId = String(of)
  return outcome === 'handed-over'
    ? told(at, 'handoff.completed', { orderId, idChecked: true }, `Order ${of} is handed over`)
    : told(at, 'handoff.refused', { orderId, reason: 'no-id' }, `Order ${of} is not handed over: no ID`)
}

const gmt = (at: number): string => new Date(at).toISOString().slice(0, 19)

function wooOrder(
  customer: Customer,
  address: string,
  status: string,
  createdAt: number,
  modifiedAt: number,
): WooOrder {
  return {
    id: customer.id,
    number: String(customer.id),
    status,
    date_created_gmt: gmt(createdAt),
    date_modified_gmt: gmt(modifiedAt),
    date_paid_gmt: customer.paid ? gmt(createdAt) : null,
    total: customer.total,
    billing: {
      first_name: customer.first,
      last_name: customer.last,
      phone: customer.phone ?? '',
      email: customer.email ?? '',
      address_1: address.split(',')[0] ?? '',
      city: 'Alder Bay',
    },
    shipping_lines: [{ method_id: 'flat_rate' }],
    meta_data: customer.locale ? [{ key: 'wpml_language', value: customer.locale }] : [],
    line_items: [{ name: 'House order', quantity: 1 }],
  }
}

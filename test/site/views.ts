import type { TrackView } from '../../api/contract.ts'

type Milestone = TrackView['milestone']

/** A Friday evening in Alder Bay; every clock time below is of this day, in the dispensary's zone. */
const at = (clock: string): string => `2026-04-24T${clock}:00-07:00`

const STEPS: Milestone[] = ['received', 'preparing', 'out-for-delivery', 'arriving-soon', 'delivered']

/** The steps up to here, with the times at which they were reached. */
const steps = (...reached: string[]): TrackView['steps'] =>
  STEPS.map((step, index) => {
    const clock = reached[index]
    return { step, reachedAt: clock ? at(clock) : null, done: clock !== undefined }
  })

const window = (from: string, to: string, latestBy: string, estimateAt: string): TrackView['window'] => ({
  from: at(from),
  to: at(to),
  latestBy: at(latestBy),
  estimateAt: at(estimateAt),
  source: 'valhalla',
})

const DOOR = { lat: 39.9436, lng: -123.9561 }
const NEAR = { lat: 39.9385, lng: -123.9629 }

const received: TrackView = {
  seq: 12,
  asOf: at('18:05'),
  orderNumber: '1042',
  dispensary: {
    name: 'Alder Bay Provisions',
    legalName: 'Alder Bay Provisions LLC',
    licence: 'C10-0000123-LIC',
    timeZone: 'America/Los_Angeles',
    accent: '#1f6f5c',
    phone: '+17075550100',
    email: 'hello@alderbay.example',
    website: 'https://alderbay.example',
  },
  locale: 'en',
  milestone: 'received',
  steps: steps('18:02'),
  window: null,
  promise: null,
  delayed: false,
  recovered: false,
  later: null,
  arrivingNow: false,
  stopsBefore: null,
  driver: null,
  map: { open: false, why: 'not-on-the-way' },
  waits: null,
  opensAt: null,
  ready: {
    minimumAge: 21,
    documents: ['drivers-license', 'state-id', 'passport', 'military-id'],
    recipient: null,
    signature: true,
    payment: 'due',
  },
  idReady: null,
  noteLeft: false,
  rating: null,
  reason: null,
}

const preparing: TrackView = {
  ...received,
  seq: 20,
  asOf: at('18:16'),
  milestone: 'preparing',
  steps: steps('18:02', '18:14'),
}

const onTheWay: TrackView = {
  ...preparing,
  seq: 34,
  asOf: at('18:48'),
  milestone: 'out-for-delivery',
  steps: steps('18:02', '18:14', '18:46'),
  window: window('19:25', '19:50', '20:05', '19:36'),
  promise: { from: at('19:25'), to: at('19:50') },
  stopsBefore: 2,
  driver: { firstName: 'Sam' },
  map: { open: false, why: 'not-next' },
  idReady: false,
  noteLeft: null,
}

const arrivingSoon: TrackView = {
  ...onTheWay,
  seq: 58,
  asOf: at('19:31'),
  milestone: 'arriving-soon',
  steps: steps('18:02', '18:14', '18:46', '19:30'),
  window: window('19:34', '19:41', '19:44', '19:37'),
  stopsBefore: 0,
  map: {
    open: true,
    position: { ...NEAR, at: '2026-04-24T19:30:40-07:00' },
    door: DOOR,
    stale: false,
    styleUrl: '/demo/map/style-{scheme}.json',
  },
}

const arrived: TrackView = {
  ...arrivingSoon,
  seq: 63,
  asOf: at('19:42'),
  milestone: 'arrived',
  window: null,
  waits: { since: at('19:39'), until: at('19:49') },
  map: {
    ...arrivingSoon.map,
    position: { lat: 39.9434, lng: -123.9563, at: '2026-04-24T19:38:50-07:00' },
  } as TrackView['map'],
}

const over = {
  window: null,
  waits: null,
  idReady: null,
  driver: null,
  stopsBefore: null,
  map: { open: false, why: 'finished' },
} as const

const delayed: TrackView = {
  ...onTheWay,
  seq: 41,
  asOf: at('19:20'),
  delayed: true,
  later: 'earlier-stop',
  window: window('20:10', '20:35', '20:55', '20:20'),
  stopsBefore: 1,
}

const delivered: TrackView = {
  ...arrived,
  ...over,
  seq: 70,
  asOf: at('19:45'),
  milestone: 'delivered',
  steps: steps('18:02', '18:14', '18:46', '19:30', '19:44'),
  rating: { stars: 0, inWords: false },
}

/** Every state that a customer's page can be in, by name. */
export const views = {
  received,
  'closed-hours': { ...received, asOf: at('23:10'), opensAt: '2026-04-25T09:00:00-07:00' },
  preparing,
  'note-left': { ...preparing, seq: 21, noteLeft: true },
  'preparing-with-window': { ...preparing, window: window('19:15', '20:00', '20:20', '19:35'), promise: null },
  'out-for-delivery': onTheWay,
  'no-window-yet': { ...onTheWay, window: null, promise: null, stopsBefore: null },
  delayed,
  'a-little-later': {
    ...onTheWay,
    seq: 40,
    asOf: at('19:05'),
    later: 'slower',
    window: window('19:30', '19:55', '20:10', '19:41'),
  },
  recovered: {
    ...delayed,
    seq: 43,
    asOf: at('19:24'),
    ...{ delayed: false, recovered: true, later: null },
    window: window('19:35', '19:50', '19:55', '19:42'),
  },
  'next-stop': { ...onTheWay, seq: 50, asOf: at('19:22'), stopsBefore: 0, map: { open: false, why: 'not-near' } },
  'rough-estimate': {
    ...onTheWay,
    window: { ...(onTheWay.window as NonNullable<TrackView['window']>), source: 'straight-line' },
  },
  'arriving-soon': arrivingSoon,
  'arriving-now': { ...arrivingSoon, seq: 61, asOf: at('19:42'), arrivingNow: true },
  'stale-position': {
    ...arrivingSoon,
    asOf: at('19:34'),
    map: { ...arrivingSoon.map, stale: true } as TrackView['map'],
  },
  'signal-lost': { ...arrivingSoon, asOf: at('19:37'), map: { open: false, why: 'signal-lost' } },
  'map-withheld': { ...onTheWay, map: { open: false, why: 'withheld' } },
  'id-ready': { ...arrivingSoon, seq: 59, idReady: true },
  arrived,
  'waited-long': { ...arrived, seq: 64, asOf: at('19:50') },
  delivered,
  'delivered-late': { ...delivered, promise: { from: at('19:05'), to: at('19:25') } },
  rated: { ...delivered, seq: 72, rating: { stars: 4, inWords: false } },
  'not-delivered': {
    ...arrived,
    ...over,
    seq: 71,
    asOf: at('19:50'),
    milestone: 'not-delivered',
    noteLeft: false,
    reason: 'no-id',
  },
  returned: { ...arrived, ...over, seq: 80, asOf: at('21:05'), milestone: 'returned', reason: 'no-id' },
  cancelled: { ...preparing, ...over, noteLeft: null, seq: 22, asOf: at('18:25'), milestone: 'cancelled' },
} satisfies Record<string, TrackView>

export type StateName = keyof typeof views
export const stateNames = Object.keys(views) as StateName[]

/** The same state for somebody who reads Spanish, paid already, at a store with another accent. */
export const inSpanish = (view: TrackView): TrackView => ({
  ...view,
  locale: 'es',
  dispensary: { ...view.dispensary, accent: '#c2410c' },
  ready: { ...view.ready, payment: 'paid' },
})

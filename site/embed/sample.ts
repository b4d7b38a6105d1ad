import type { TrackView } from '../../api/contract.ts'

const at = (clock: string): string => `2026-04-24T${clock}:00-07:00`

/** A delivery that never was, for the guide to show what the element looks like. */
export const sample: TrackView = {
  seq: 1,
  asOf: at('18:48'),
  orderNumber: '1042',
  dispensary: {
    name: 'Your store',
    legalName: 'Your store’s legal name',
    licence: 'and its number',
    timeZone: 'America/Los_Angeles',
    accent: '#1f6f5c',
    phone: '+17075550100',
  },
  locale: 'en',
  milestone: 'out-for-delivery',
  steps: [
    { step: 'received', reachedAt: at('18:02'), done: true },
    { step: 'preparing', reachedAt: at('18:14'), done: true },
    { step: 'out-for-delivery', reachedAt: at('18:46'), done: true },
    { step: 'arriving-soon', reachedAt: null, done: false },
    { step: 'delivered', reachedAt: null, done: false },
  ],
  window: { from: at('19:25'), to: at('19:50'), latestBy: at('20:05'), estimateAt: at('19:36'), source: 'valhalla' },
  promise: { from: at('19:25'), to: at('19:50') },
  delayed: false,
  arrivingNow: false,
  stopsBefore: 2,
  driver: { firstName: 'Sam' },
  map: { open: false, why: 'not-next' },
  ready: {
    minimumAge: 21,
    documents: ['drivers-license', 'passport'],
    recipient: null,
    signature: null,
    payment: 'paid',
  },
  ...{ waits: null, opensAt: null, idReady: null, noteLeft: null, rating: null, recovered: false, later: null },
  reason: null,
}

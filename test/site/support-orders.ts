import type { SupportOrder } from '../../api/contract-support.ts'
import { connectionPages } from './support-connections.ts'
import { messagePages } from './support-messages.ts'
import { wordingPages } from './support-wording.ts'

const at = (clock: string): string => `2026-04-24T${clock}-07:00`

type Line = SupportOrder['timeline'][number]
const line = (seq: number, time: string, type: string, words: string, source: string, recordedAt = time): Line => ({
  seq,
  type,
  time: at(time),
  recordedAt: at(recordedAt),
  source,
  words,
  hash: `${seq.toString(16)}9f3c1a7be04d5528`.padEnd(64, '0'),
})

/** A late order in the middle of its evening, as staff see it. */
export const lateOrder: SupportOrder = {
  orderId: '727',
  number: '1042',
  milestone: 'out-for-delivery',
  receivedAt: at('18:02:00'),
  window: { from: at('20:10:00'), to: at('20:35:00'), latestBy: at('20:55:00') },
  promise: { from: at('19:25:00'), to: at('19:50:00') },
  met: null,
  delayed: true,
  driver: { id: 'sam', firstName: 'Sam' },
  routeId: 'evening-sam',
  stopsBefore: 1,
  contact: { name: 'Ben Okafor', phone: '+17075550142', email: 'ben@example.com' },
  forgottenAt: null,
  keptBecause: 'under-way',
  customer: { idReady: true, note: 'Gate code 4711#', stars: null, words: null },
  replies: [
    {
      ...{ at: at('19:02:00'), channel: 'sms', fromElsewhere: false, files: 0 },
      words: 'Please use the side door, the dog is asleep',
    },
    {
      ...{ at: at('19:24:00'), channel: 'email', fromElsewhere: true, files: 2 },
      words: 'Hello,\n\nBen is in the shower. The bell does not work, please knock.\n\nIs 8 PM still right?',
    },
  ],
  notifications: [{ id: 'n1', kind: 'out-for-delivery', channel: 'email', status: 'sent', at: at('18:46:03') }],
  channels: [
    { channel: 'web-push', isSent: true, stops: [] },
    { channel: 'email', isSent: true, stops: [{ source: 'page', scope: 'order' }] },
    { channel: 'sms', isSent: true, stops: [{ source: 'staff', scope: 'everywhere' }] },
  ],
  links: [
    {
      ...{ linkId: 'l3', to: 'staff', issuedAt: at('19:31:00'), issuedBy: 'kim', openedAt: null },
      ...{ revokedAt: null, revokedBy: null, mapClosed: null },
    },
    {
      ...{ linkId: 'l2', to: 'customer', issuedAt: at('18:46:03'), issuedBy: null, openedAt: at('18:47:10') },
      ...{ revokedAt: null, revokedBy: null },
      mapClosed: { at: at('19:20:00'), because: 'many-networks', openedBy: null },
    },
    {
      ...{ linkId: 'l1', to: 'dispensary', issuedAt: at('18:02:01'), issuedBy: null, openedAt: null },
      ...{ revokedAt: at('19:31:00'), revokedBy: 'kim', mapClosed: null },
    },
  ],
  pageEndsAt: '2026-05-01T20:35:00-07:00',
  timeline: [
    line(12, '18:02:00', 'order.received', 'Order 1042 came in', 'pos/till'),
    line(13, '18:02:00', 'milestone.reached', 'Milestone “received” passed, because of entry 12', 'doorstep'),
    line(20, '18:14:00', 'order.preparing', 'The store began to prepare the order', 'pos/till'),
    line(31, '18:46:00', 'route.departed', 'Route evening-sam left the store', 'pos/dispatch'),
    line(
      33,
      '18:46:01',
      'window.revised',
      'Window 7:25 PM–7:50 PM, latest by 8:05 PM (departed, by valhalla)',
      'doorstep/eta',
    ),
    line(34, '18:46:01', 'notification.planned', 'A “out-for-delivery” message was planned by email', 'doorstep'),
    line(35, '18:46:03', 'notification.sent', 'The “out-for-delivery” message was sent by email', 'doorstep/notify'),
    line(
      41,
      '19:05:00',
      'route.resequenced',
      'The stops of route evening-sam were put in another order',
      'pos/dispatch',
      '19:19:30',
    ),
    line(
      42,
      '19:19:31',
      'window.revised',
      'Window 8:10 PM–8:35 PM, latest by 8:55 PM (resequenced, by valhalla)',
      'doorstep/eta',
    ),
  ],
}

/** The same order in the end, and when its customer has been forgotten. */
const deliveredOrder: SupportOrder = {
  ...lateOrder,
  ...{ number: '1041', milestone: 'delivered', delayed: false, window: null, stopsBefore: null, keptBecause: null },
}
const forgottenOrder: SupportOrder = {
  ...deliveredOrder,
  customer: { idReady: false, note: null, stars: null, words: null },
  replies: [],
  channels: [],
  contact: { name: null, phone: null, email: null },
  forgottenAt: at('21:40:00'),
  timeline: [
    ...deliveredOrder.timeline,
    line(76, '21:40:00', 'contact.forgotten', 'The customer was forgotten, as the operator asked', 'doorstep/support'),
    line(77, '21:40:00', 'link.revoked', 'A tracking link was revoked', 'doorstep'),
  ],
}

type Support = NonNullable<App.Locals['support']>

const signedIn: Support = {
  signedIn: true,
  email: 'rosa@alderbay.example',
  dispensaryName: 'Alder Bay Provisions',
  timeZone: 'America/Los_Angeles',
  results: [
    { number: '1046', milestone: 'preparing' },
    { number: '1042', milestone: 'out-for-delivery' },
    { number: '1045', milestone: 'not-delivered' },
    { number: '1041', milestone: 'delivered' },
  ],
}

/** What the support pages show, by their addresses. */
export const supportPages: Record<string, App.Locals> = {
  '/support': { support: signedIn },
  '/support?sign-in': { support: { signedIn: false } },
  '/support?fault=sign-in': { support: { signedIn: false, fault: 'sign-in' } },
  '/support?number=1042': { support: { ...signedIn, query: '1042', found: lateOrder } },
  '/support?number=1042&new-link': {
    support: {
      ...signedIn,
      query: '1042',
      found: lateOrder,
      newLink: 'https://track.example/t/Zk3vQ0pY7mT2nXw9aLr5Bg',
    },
  },
  '/support?number=1042&forget=ask': { support: { ...signedIn, query: '1042', found: lateOrder, isAsking: true } },
  '/support?number=1041': { support: { ...signedIn, query: '1041', found: deliveredOrder } },
  '/support?number=1041&forget=ask': { support: { ...signedIn, query: '1041', found: deliveredOrder, isAsking: true } },
  '/support?number=1041&forgotten': { support: { ...signedIn, query: '1041', found: forgottenOrder } },
  '/support?number=9999': { support: { ...signedIn, query: '9999', found: null } },
  '/support/widget': {
    preview: {
      email: 'kim@alderbay.example',
      dispensary: { id: 'alder-bay', name: 'Alder Bay Provisions', accent: '#1f6f5c' },
      origins: ['https://alderbay.example'],
    },
  },
  ...messagePages,
  ...wordingPages,
  ...connectionPages,
}

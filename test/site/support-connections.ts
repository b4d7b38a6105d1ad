import type { SupportConnection, SupportHook } from '../../api/contract-connections.ts'

const at = (clock: string): string => `2026-04-24T${clock}-07:00`
const AS_OF = at('19:04:20')

const till: SupportConnection = {
  id: 'woocommerce_Xw1fQm0c9aZk',
  kind: 'woocommerce',
  lane: 'pos',
  driverIds: [],
  state: 'well',
  lastHeardAt: at('19:02:11'),
  asked: null,
  problem: null,
  testMode: false,
  formerSecretUntil: null,
  rehearsals: [],
  unmapped: [],
  mapped: [],
}

const late: SupportConnection = {
  ...till,
  id: 'meadow_K2b8-aYtq0Pd',
  kind: 'meadow',
  state: 'late',
  lastHeardAt: at('18:31:02'),
  asked: { lastAskedAt: at('18:31:02'), readUpTo: at('18:30:58'), everySeconds: 120, late: true },
}

const refused: SupportConnection = {
  ...till,
  id: 'treez_czuanqHEz051',
  kind: 'treez',
  state: 'problem',
  lastHeardAt: at('19:03:58'),
  asked: { lastAskedAt: at('18:58:20'), readUpTo: at('18:41:19'), everySeconds: 120, late: true },
  problem: { words: 'It refuses our keys (401)', at: at('18:58:20'), over: false },
  formerSecretUntil: at('19:51:00'),
  unmapped: [
    { status: 'QUALITY_CHECK', count: 3, lastAt: at('17:58:00') },
    { status: 'WAITING_FOR_COMPLIANCE_REVIEW_BY_MANAGER', count: 1, lastAt: '2026-04-21T12:00:00-07:00' },
  ],
  mapped: [{ status: 'on_the_bike', standing: 'departed' }],
}

const testing: SupportConnection = {
  ...till,
  id: 'shopify_xYKCrn5QAvfN',
  kind: 'shopify',
  state: 'testing',
  testMode: true,
  rehearsals: [
    {
      at: at('19:02:11'),
      events: [
        { type: 'order.received', orderId: '1042' },
        { type: 'order.verified', orderId: '1042' },
      ],
      ...{ more: 0, fixes: 0, unknown: [] },
    },
    {
      at: at('18:40:00'),
      ...{ events: [], more: 0, fixes: 0 },
      unknown: [{ orderId: '820982911946154508', status: 'in_transit' }],
    },
    { at: at('18:12:00'), events: [], more: 0, fixes: 0, unknown: [] },
  ],
}

const phone: SupportConnection = {
  ...till,
  id: 'owntracks_AFqGZ9HuJOtQ',
  kind: 'owntracks',
  lane: 'driver',
  driverIds: ['sam'],
  lastHeardAt: at('19:04:18'),
  problem: { words: 'Unknown device', at: '2026-04-22T12:00:00-07:00', over: true },
}

const asked: SupportConnection = {
  ...till,
  id: 'cova_Ufh2mo-gRfjX',
  kind: 'cova',
  lastHeardAt: at('19:03:40'),
  asked: { lastAskedAt: at('19:03:40'), readUpTo: at('19:03:39'), everySeconds: 60, late: false },
}

const never: SupportConnection = {
  ...till,
  id: 'onfleet_6uG6Xvao01Do',
  kind: 'onfleet',
  lane: 'driver',
  state: 'new',
  lastHeardAt: null,
}

const own: SupportConnection = {
  ...till,
  id: 'api_EotQbqEzP5dW',
  kind: 'api',
  lane: 'events',
  lastHeardAt: at('11:20:00'),
}

const told: SupportHook = {
  id: 'hook_Jd8sYq0bLw3e',
  host: 'hooks.zapier.com',
  events: ['out-for-delivery', 'delivered'],
  state: 'well',
  toldAt: at('19:01:40'),
  failingSince: null,
  problem: null,
  disabledAt: null,
  ...{ waiting: 0, givenUp: 0 },
}
const stumbling: SupportHook = {
  ...told,
  ...{ id: 'hook_p1Rz-u7TTc0a', host: 'dispatch.alderbay.example:8443', events: ['id.readied', 'note.left'] },
  ...{ state: 'failing', failingSince: at('18:40:00'), problem: 'answered-503', waiting: 3 },
}
const off: SupportHook = {
  ...stumbling,
  ...{ id: 'hook_mW5kFv9sX2dQ', host: 'till.example', state: 'disabled', waiting: 0, givenUp: 41 },
  ...{ failingSince: '2026-04-18T12:00:00-07:00', disabledAt: '2026-04-23T12:04:00-07:00' },
  events: ['received', 'preparing', 'out-for-delivery', 'arriving-soon', 'arrived', 'delivered', 'cancelled'],
}

const locals = (connections: SupportConnection[], ...hooks: SupportHook[]): App.Locals => ({
  connections: { asOf: AS_OF, connections, hooks, email: 'rosa@alderbay.example', timeZone: 'America/Los_Angeles' },
})

/** What the page of connections shows, by its address. */
export const connectionPages: Record<string, App.Locals> = {
  '/support/connections': locals([refused, late, testing, never, till, asked, phone, own], off, stumbling, told),
  '/support/connections?late': locals([late, till], stumbling),
  '/support/connections?hooks': locals([till], off),
  '/support/connections?well': locals([till, asked, phone], told),
  '/support/connections?none': locals([]),
}

import type { SupportConnection, SupportConnections } from '../../api/contract-connections.ts'
import { clockOf } from '../../widget/clock.ts'

type Kind = SupportConnection['kind']
type State = SupportConnection['state']
type Standing = SupportConnection['mapped'][number]['standing']

const VENDORS: Record<Kind, string> = {
  api: 'Doorstep API',
  woocommerce: 'WooCommerce',
  shopify: 'Shopify',
  treez: 'Treez',
  jane: 'Jane',
  blaze: 'BLAZE',
  weedmaps: 'Weedmaps',
  flowhub: 'Flowhub',
  cova: 'Cova',
  dutchie: 'Dutchie',
  meadow: 'Meadow',
  onfleet: 'Onfleet',
  spoke: 'Spoke',
  owntracks: 'OwnTracks',
  osmand: 'OsmAnd or Traccar Client',
  gpslogger: 'GPSLogger',
  transistor: 'Transistor',
}
const DISPATCHERS: Kind[] = ['onfleet', 'spoke']

const STATES: Record<State, string> = {
  problem: 'Problem',
  late: 'Late',
  testing: 'Test mode',
  new: 'Not heard yet',
  well: 'Works',
}

const STANDINGS: Record<Standing, string> = {
  received: 'Received',
  verified: 'Verified',
  preparing: 'Being prepared',
  packed: 'Packed',
  departed: 'Left the store',
  approached: 'Driver is near',
  arrived: 'Driver is at the door',
  delivered: 'Handed over',
  'not-delivered': 'Not delivered',
  returned: 'Brought back',
  cancelled: 'Cancelled',
  nothing: 'Nothing that customers notice',
}
export const standings = Object.entries(STANDINGS).map(([value, words]) => ({ value, words }))

/** A connection as its page prints it. */
export type ConnectionTold = {
  id: string
  name: string
  what: string
  state: State
  stateWords: string
  trouble: string | null
  facts: { name: string; value: string }[]
  statuses: { status: string; heard: string | null; standing: string | null }[]
  testMode: boolean
  rehearsals: { key: string; when: string; words: string }[]
}

/** What the whole page says first. */
export function headline({ connections, hooks }: Pick<SupportConnections, 'connections' | 'hooks'>): string {
  const broken = connections.filter(({ state }) => state === 'problem' || state === 'late').length
  const off = hooks.filter(({ state }) => state === 'disabled').length
  if (off > 0) return broken + off === 1 ? 'One hook needs you' : `${broken + off} connections and hooks need you`
  if (broken === 0) return connections.length === 0 ? 'Nothing is connected yet' : 'Everything is heard'
  return broken === 1 ? 'One connection needs you' : `${broken} connections need you`
}

export function tellConnection(told: SupportConnection, asOf: string, timeZone: string): ConnectionTold {
  const { asked, problem, formerSecretUntil, state } = told
  const clock = clockOf('en', timeZone)
  const when = (at: string): string => `${ago(at, asOf)}, ${clock.time(at)}`
  const facts: [string, string | null | undefined][] = [
    ['Last heard', told.lastHeardAt === null ? 'never' : when(told.lastHeardAt)],
    ['Last asked', asked && (asked.lastAskedAt === null ? 'not yet' : when(asked.lastAskedAt))],
    ['Everything read up to', asked && (asked.readUpTo === null ? 'not yet' : when(asked.readUpTo))],
    ['Last problem, over now', problem?.over ? `${problem.words} (${when(problem.at)})` : null],
    ['Former secret', formerSecretUntil && `still holds, until ${clock.time(formerSecretUntil)}`],
  ]
  return {
    id: told.id,
    name: VENDORS[told.kind],
    what: whatOf(told),
    ...{ state, stateWords: STATES[state], trouble: troubleOf(told, asOf, clock.time) },
    facts: facts.flatMap(([name, value]) => (value ? [{ name, value }] : [])),
    statuses: statusesOf(told, asOf),
    testMode: told.testMode,
    rehearsals: told.rehearsals.map((one, index) => ({
      key: `${one.at} ${index}`,
      when: ago(one.at, asOf),
      words: rehearsalWords(one),
    })),
  }
}

function whatOf({ lane, kind, driverIds, asked }: SupportConnection): string {
  const phones = driverIds.length > 2 ? `phones of ${driverIds.length} drivers` : `phone of ${driverIds.join(' and ')}`
  const what =
    lane === 'pos'
      ? 'Till'
      : lane === 'events'
        ? 'Events of your own systems'
        : DISPATCHERS.includes(kind)
          ? 'Dispatcher'
          : 'Driver’s app'
  const more = [driverIds.length > 0 && phones, asked && `asked every ${minutesOf(asked.everySeconds)}`]
  return [what, ...more].filter(Boolean).join(', ')
}

const minutesOf = (seconds: number): string => (seconds === 60 ? 'minute' : `${Math.round(seconds / 60)} minutes`)

/** What is broken, in a sentence: a late one may have a problem too. */
function troubleOf({ problem, asked }: SupportConnection, asOf: string, clock: (at: string) => string): string | null {
  const wrong = problem && !problem.over ? `${problem.words}, last ${ago(problem.at, asOf)}.` : null
  const late =
    asked?.late && asked.readUpTo ? `What changed there since ${clock(asked.readUpTo)} is not known here.` : null
  return wrong || late ? [wrong, late].filter(Boolean).join(' ') : null
}

const statusesOf = ({ unmapped, mapped }: SupportConnection, asOf: string): ConnectionTold['statuses'] => [
  ...unmapped.map(({ status, count, lastAt }) => ({
    status,
    heard: `Nobody has said what it means. Heard ${count === 1 ? 'once' : `${count} times, last`} ${ago(lastAt, asOf)}`,
    standing: null,
  })),
  ...mapped.map(({ status, standing }) => ({ status, heard: null, standing })),
]

function rehearsalWords({ events, more, fixes, unknown }: SupportConnection['rehearsals'][number]): string {
  const told = events.map(({ type, orderId }) => (orderId === undefined ? type : `${type} ${orderId}`))
  const parts = [
    told.join(', ') + (more > 0 ? ` and ${more} more` : ''),
    fixes > 0 && `${fixes} position${fixes === 1 ? '' : 's'}`,
    ...unknown.map(({ orderId, status }) => `the unknown status “${status}” of ${orderId}`),
  ].filter(Boolean)
  return parts.length === 0 ? 'would have recorded nothing' : `would have recorded: ${parts.join('; ')}`
}

/** "4 min ago" */
export function ago(at: string, asOf: string): string {
  const minutes = Math.floor((Date.parse(asOf) - Date.parse(at)) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`
  return `${Math.floor(minutes / (24 * 60))} days ago`
}

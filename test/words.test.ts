import ts from 'typescript'
import { expect, test } from 'vitest'
import { nodesOf, sourceFiles } from './source-files.ts'

/** One word for one thing: what the field says, and what must therefore not stand in a name. */
const WORDS: Record<string, string> = {
  dispensary: 'tenant merchant workspace',
  order: 'task job jobs shipment',
  route: 'trip trips tour',
  stop: 'waypoint waypoints',
  driver: 'courier worker agent',
  'position or address': 'location locations',
  milestone: 'stage',
  'audit trail': 'journal history',
  notification: 'alert alerts',
  handoff: 'completion',
  connection: 'integration integrations',
  'a verb of the field': 'manager service helper helpers util utils info',
}

/** Names that a vendor, Node or the web platform forces on us, and where. */
const FORCED: [name: string, where: RegExp][] = [
  ['location', /^api\/adapters\/valhalla/],
  ['service', /^api\/adapters\/(osrm|valhalla|ask-router)/],
  ['trip', /^api\/adapters\/valhalla/],
  ['location', /^api\/ingest\/driver\/owntracks/],
  ['messagingServiceSid', /^api\/(main|config|adapters\/twilio)/],
  ['info', /^api\/adapters\/smtp/],
  ['Agent', /^api\/adapters\/(web-push|webhook)/],
  ['AddressInfo', /^api\/serve/],
  ...['task', 'location', 'completion', 'info', 'service', 'trip', 'job', 'shipment'].map((name): [string, RegExp] => [
    name,
    /^api\/ingest\/(pos|driver|poll)\//,
  ]),
  ['AstroIntegration', /^site\/adapter\//],
  ['sharpImageService', /^site\/adapter\//],
  ['serviceWorker', /^(site|widget)\//],
  ['pushManager', /^(site|widget)\//],
  ['workerUrl', /^widget\/map/],
  ['userAgent', /^(site|widget)\//],
  ['location', /^(site|widget)\//],
  ['history', /^(site|widget)\//],
]

const FILES = sourceFiles('{api,db,templates,widget,site}/**/*.{ts,tsx,astro}')
const FORBIDDEN = new Map(Object.entries(WORDS).flatMap(([say, not]) => not.split(' ').map((word) => [word, say])))

const isForced = (name: string, path: string): boolean =>
  FORCED.some(([forced, where]) => where.test(path) && name.toLowerCase().includes(forced.toLowerCase()))

/** `stopsBefore`, `stops-before` and `stops_before` are all made of `stops` and `before`. */
const wordsOf = (name: string): string[] => name.split(/(?<=[a-z\d])(?=[A-Z])|[^A-Za-z\d]+/).map((w) => w.toLowerCase())

function complaints(path: string, names: Iterable<string>): string[] {
  const fresh = [...names].filter((name) => !isForced(name, path))
  return fresh.flatMap((name) =>
    wordsOf(name).flatMap((word) => {
      const say = FORBIDDEN.get(word)
      return say ? [`${path}: ${name}: say ${say}, not ${word}`] : []
    }),
  )
}

test('names in the code are the words of the field', () => {
  const names = (path: string): Set<string> =>
    new Set(
      nodesOf(path)
        .filter(ts.isIdentifier)
        .map(({ text }) => text),
    )
  expect(FILES.flatMap((path) => complaints(path, names(path)))).toEqual([])
})

test('files and folders are named in the words of the field', () => {
  expect(FILES.flatMap((path) => complaints(path, path.split('/').slice(1)))).toEqual([])
})

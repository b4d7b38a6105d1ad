import lighthouse, { type RunnerResult } from 'lighthouse'
import { launchChromium } from '../chromium.ts'
import { freePort } from '../e2e/other-origin.ts'
import { openServed } from './served.ts'

/**
 * What Lighthouse says of the customer's pages on a simulated phone with slow 4G: `npm run lighthouse` prints it, and
 * fails below 100 in any category, above 1.2 s until the largest paint, or with any shift of the layout.
 */
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const
const LARGEST_PAINT_MS = 1_200

/** What else runs on the machine only ever adds: of several looks the quietest is the page's own. */
const MOST_LOOKS = 5

type Row = Record<string, string | number>

async function look(name: string, url: string, port: number): Promise<Row> {
  const result = (await lighthouse(url, {
    port,
    onlyCategories: [...CATEGORIES],
    formFactor: 'mobile',
    output: 'json',
    logLevel: 'error',
  })) as RunnerResult
  const { categories, audits } = result.lhr
  const scores = CATEGORIES.map((id): [string, number] => [id, Math.round((categories[id]?.score ?? 0) * 100)])
  const wrong = Object.values(audits).filter(
    ({ score, scoreDisplayMode }) => scoreDisplayMode === 'binary' && score !== null && score < 1,
  )
  return {
    page: name,
    ...Object.fromEntries(scores),
    'largest paint ms': Math.round(audits['largest-contentful-paint']?.numericValue ?? Number.NaN),
    'layout shift': audits['cumulative-layout-shift']?.numericValue ?? Number.NaN,
    'blocking ms': Math.round(audits['total-blocking-time']?.numericValue ?? Number.NaN),
    'kB in all': Math.round((audits['total-byte-weight']?.numericValue ?? 0) / 100) / 10,
    wrong: wrong.map(({ id }) => id).join(' '),
  }
}

const isFine = (row: Row): boolean =>
  CATEGORIES.every((id) => row[id] === 100) &&
  Number(row['largest paint ms']) < LARGEST_PAINT_MS &&
  row['layout shift'] === 0

async function lookUntilQuiet(name: string, url: string, port: number): Promise<Row> {
  let best: Row | undefined
  for (let looks = 1; looks <= MOST_LOOKS; looks += 1) {
    const row: Row = { ...(await look(name, url, port)), looks }
    if (!best || Number(row['blocking ms']) < Number(best['blocking ms'])) best = row
    if (isFine(row)) return row
  }
  return best as Row
}

const doorstep = await openServed()
const CUSTOMER = { email: 'ana@example.com', phone: '+17075550141' }
for (const orderId of ['1', '2', '3']) {
  await doorstep.tell({ type: 'order.received', data: { orderId, number: `104${orderId}`, customer: CUSTOMER } })
}
const stops = ['2', '3'].map((orderId) => ({ stopId: orderId, orderIds: [orderId] }))
await doorstep.tell({ type: 'route.planned', data: { routeId: 'r', driver: { id: 'sam', firstName: 'Sam' }, stops } })
await doorstep.tell({ type: 'route.departed', data: { routeId: 'r' } })
await doorstep.tell({ type: 'handoff.completed', data: { orderId: '3' } })
const tokens = await Promise.all(['1', '2', '3'].map(doorstep.linkTo))
const pages: [name: string, path: string][] = [
  ['received', `/t/${tokens[0]}`],
  ['out for delivery', `/t/${tokens[1]}`],
  ['delivered', `/t/${tokens[2]}`],
  ['messages', `/t/${tokens[1]}/messages`],
  ['details', `/t/${tokens[1]}/details`],
]

const port = await freePort()
const browser = await launchChromium(`--remote-debugging-port=${port}`)
const rows: Row[] = []
for (const [name, path] of pages) rows.push(await lookUntilQuiet(name, `${doorstep.publicUrl}${path}`, port))
console.table(rows)
await browser.close()
await doorstep.close()
if (!rows.every(isFine)) process.exitCode = 1

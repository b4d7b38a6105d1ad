import { parseArgs } from 'node:util'
import { play } from '../play.ts'
import type { Moment } from '../scenarios/scenario.ts'
import { askForLink } from './links.ts'
import { openDemo } from './stage.ts'
import { STAFF } from './staff.ts'

const HELP = `npm run demo [-- options]
  --speed N   how many times faster than life the evening runs (default 20: about three minutes)
  --port N    where to listen (default 8080)
  --exit      stop when the evening is over`

const { values } = parseArgs({
  options: {
    speed: { type: 'string', default: '20' },
    port: { type: 'string', default: '8080' },
    exit: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const speed = Number(values.speed)
const port = Number(values.port)
if (values.help || !(speed > 0) || !Number.isInteger(port)) {
  console.log(HELP)
  process.exit(values.help ? 0 : 2)
}

const clockWords = new Intl.DateTimeFormat('en-US', {
  hour: 'numeric',
  minute: '2-digit',
  timeZone: 'America/Los_Angeles',
})
const bold = (text: string): string => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text)

console.log('Preparing the town, the store and its two drivers …')
const demo = await openDemo({ port, speed, log: (line) => line.event === 'bug' && console.error(line) })
process.once('SIGINT', () => void demo.close().then(() => process.exit(0)))

const { story, systems, publicUrl, startAt, time } = demo
let open = story.orders.length
const post = (path: string, init: RequestInit): Promise<Response> => fetch(publicUrl + path, init)
time.run()
await play(story, systems, post, { startAt, until: time.until, onMoment: (moment) => void told(moment) })
await demo.stages.idle()
console.log(`\nThe evening is over. ${demo.phone.shown.length} messages went out; every page stays open.`)
if (values.exit) {
  await demo.close()
  process.exit(0)
}
console.log('Press Ctrl-C to stop.')

async function told(moment: Moment): Promise<void> {
  if (moment.say) console.log(`${clockWords.format(startAt + moment.at).padStart(8)}  ${moment.say}`)
  if (moment.telling.by === 'pos' && moment.telling.topic === 'order.created' && --open === 0) await printLinks()
}

async function printLinks(): Promise<void> {
  const driverOf = (id: string): string => {
    const route = story.moments.find(
      ({ telling }) =>
        telling.by === 'dispatch' &&
        telling.type === 'route.planned' &&
        JSON.stringify(telling.data).includes(`"${id}"`),
    )
    return route?.telling.by === 'dispatch'
      ? (route.telling.data as { driver: { firstName: string } }).driver.firstName
      : ''
  }
  const orders = []
  for (const order of story.orders) {
    const { token } = await askForLink(publicUrl, systems, order.id)
    orders.push({ ...order, token, driver: driverOf(order.id) })
  }
  demo.showOrders(orders)
  console.log(`\n  ${bold('Start here')}       ${publicUrl}/demo`)
  for (const { number, who, token } of orders)
    console.log(`  ${`Order ${number}`.padEnd(12)} ${who.padEnd(6)} ${publicUrl}/t/${token}`)
  console.log(`  The store’s site  ${publicUrl}/demo/shop`)
  console.log(`  The phones        ${publicUrl}/demo/phone`)
  console.log(`  Support           ${publicUrl}/support   ${STAFF.email} / ${STAFF.password}\n`)
}

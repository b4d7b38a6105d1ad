import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { Agent } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import webPush from 'web-push'
import { withFallback } from '../../api/adapters/drive-times.ts'
import { builtSite } from '../../api/adapters/site.ts'
import { straightLineDriveTimes } from '../../api/adapters/straight-line.ts'
import { valhallaDriveTimes, valhallaInProcess, valhallaPath } from '../../api/adapters/valhalla.ts'
import { webPushSender } from '../../api/adapters/web-push.ts'
import { createApp } from '../../api/app.ts'
import { createEnroll } from '../../api/enroll.ts'
import type { Log } from '../../api/ports.ts'
import { listen } from '../../api/serve.ts'
import { createStages } from '../../api/stages.ts'
import { openDatabase } from '../../db/open.ts'
import type { Systems } from '../play.ts'
import { fridayEvening } from '../scenarios/friday-evening.ts'
import { valhallaTiles } from '../tiles.ts'
import { DISPENSARY, PLACES } from '../town/places.ts'
import { fastClock } from './clock.ts'
import { demoPhone } from './phone.ts'
import { demoRoutes } from './routes.ts'
import { STAFF } from './staff.ts'

const DIST = fileURLToPath(new URL('../../dist', import.meta.url))
const TOWN = fileURLToPath(new URL('../town/town.osm.pbf', import.meta.url))
const STYLES = new URL('../town/', import.meta.url)

/** A Friday in spring, ten to six in the evening. */
const EVENING = Date.parse('2026-04-24T17:50:00-07:00')

/** Where tonight's customers live, in the order of their orders. */
const HOMES = ['Juniper Street', 'Riverside Drive', 'Church Street', 'Tehama Street', 'Osprey Way', 'Sycamore Street']

const STORE = {
  id: 'alder-bay',
  name: 'Alder Bay Provisions',
  legalName: 'Alder Bay Provisions LLC',
  licence: 'C10-0000123-LIC',
  state: 'CA',
  timeZone: 'America/Los_Angeles',
  position: DISPENSARY.position,
  accent: '#1f6f5c',
  phone: '+17075550100',
  email: 'hello@alderbay.example',
  waitMinutes: 10,
  smsAttestation: { by: 'the demo', at: EVENING, ground: 'no message leaves this machine' },
}

type Wish = {
  port: number
  speed: number
  log: Log
  pushAgent?: Agent
  pushHosts?: string[]
  /** Other sites of the store. */
  origins?: string[]
}

/** One process, one port: a whole Doorstep over our own town, and the pages around it that only a demo needs. */
export async function openDemo({ port, speed, log, pushAgent, pushHosts = [], origins = [] }: Wish) {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-demo-'))
  const { db, close: closeDatabase } = await openDatabase(`file:${join(folder, 'doorstep.db')}`)
  const time = fastClock(EVENING, speed)
  const router = valhallaInProcess(await valhallaTiles(TOWN))
  const phone = demoPhone()
  const keys = webPush.generateVAPIDKeys()
  const push = webPushSender(
    { ...keys, subject: 'mailto:demo@alderbay.example' },
    pushAgent ? { agent: pushAgent } : {},
  )
  const senders = { 'web-push': phone.sender(push), email: phone.sender(), sms: phone.sender() }
  const driveTimes = withFallback(valhallaDriveTimes(router), straightLineDriveTimes, 5_000, log)
  const publicUrl = `http://localhost:${port}`
  const mapStyleUrl = `${publicUrl}/demo/map/style-{scheme}.json`
  const secretKey = new Uint8Array(randomBytes(32))
  const place = { publicUrl, mapStyleUrl, secretKey, stopwatch: () => performance.now() }
  const world = { db, clock: time.clock, random: randomBytes, log, driveTimes, senders, ...place }
  const stages = createStages(world)
  const app = createApp({
    ...{ world, stages, dist: DIST, pushPublicKey: keys.publicKey, pushHosts },
    site: await builtSite(DIST),
  })

  const enroll = createEnroll({ write: stages.write, random: randomBytes, secretKey })
  await enroll.dispensary({ ...STORE, origins })
  await enroll.staff(STORE.id, STAFF.email, STAFF.password)
  const systems: Systems = {
    woo: await enroll.connect(STORE.id, 'woocommerce'),
    api: await enroll.api(STORE.id),
    phones: {
      sam: await enroll.connect(STORE.id, 'owntracks', { driverId: 'sam' }),
      rosa: await enroll.connect(STORE.id, 'owntracks', { driverId: 'rosa' }),
    },
  }
  const homes = HOMES.map((street) => {
    const home = PLACES.find(({ address }) => address.includes(street))
    if (!home) throw new Error(`Nobody lives in ${street}`)
    return home
  })
  const streets = valhallaPath(router)
  const story = await fridayEvening({ startAt: EVENING, store: DISPENSARY.position, homes, streets })
  const demo = demoRoutes({
    phone,
    timeZone: STORE.timeZone,
    publicUrl,
    style: (name) => readFile(new URL(name, STYLES), 'utf8'),
  })
  app.route('/demo', demo.routes)
  const running = await listen(app, stages, { port, host: '127.0.0.1' })

  return {
    ...{ db, story, systems, stages, time, phone, publicUrl, startAt: EVENING, showOrders: demo.showOrders },
    close: async (): Promise<void> => {
      await running.close()
      closeDatabase()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

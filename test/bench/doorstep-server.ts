import { randomBytes } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { jsonLog } from '../../api/adapters/log.ts'
import { straightLineDriveTimes } from '../../api/adapters/straight-line.ts'
import { createApp } from '../../api/app.ts'
import { createEnroll } from '../../api/enroll.ts'
import { listen } from '../../api/serve.ts'
import { createStages } from '../../api/stages.ts'
import { openDatabase } from '../../db/open.ts'
import { STORE } from '../doorstep.ts'
import { DRIVERS } from './shots.ts'

/** A whole Doorstep in a process of its own, its log included, with a connection for the phones of all drivers. */
const { db } = await openDatabase(`file:${process.argv[2]}`)
const secretKey = new Uint8Array(randomBytes(32))
const world = {
  secretKey,
  ...{
    db,
    clock: Date.now,
    random: randomBytes,
    log: jsonLog,
    stopwatch: () => performance.now(),
    driveTimes: straightLineDriveTimes,
    senders: {},
  },
  publicUrl: 'http://localhost',
  mapStyleUrl: '/style.json',
}
const stages = createStages(world)
const site = async (): Promise<Response> => new Response(null, { status: 404 })
const app = createApp({ world, stages, site })
const enroll = createEnroll({ write: stages.write, random: randomBytes, secretKey })
await enroll.dispensary(STORE)
const devices = Object.fromEntries(Array.from({ length: DRIVERS }, (_, n) => [`store/d${n}`, `d${n}`]))
const owntracks = await enroll.connect(STORE.id, 'owntracks', { devices })
const transistor = await enroll.connect(STORE.id, 'transistor', { devices })
const { port } = await listen(app, stages, { port: 0, host: '127.0.0.1' })
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
process.on('message', () => {
  process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss(), delayP99: delay.percentile(99) / 1e6 })
  delay.reset()
})
process.send?.({ port, owntracks, transistor })

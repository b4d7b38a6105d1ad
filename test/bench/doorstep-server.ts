import { randomBytes } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { straightLineDriveTimes } from '../../api/adapters/straight-line.ts'
import { createApp } from '../../api/app.ts'
import { createEnroll } from '../../api/enroll.ts'
import { listen } from '../../api/serve.ts'
import { createStages } from '../../api/stages.ts'
import { openDatabase } from '../../db/open.ts'
import { STORE } from '../doorstep.ts'

/** A whole Doorstep in a process of its own, with one driver's phone and an API key. */
const secretKey = new Uint8Array(randomBytes(32))
const { db } = await openDatabase(`file:${process.argv[2]}`)
const world = {
  ...{ db, clock: Date.now, random: randomBytes, log: () => {}, driveTimes: straightLineDriveTimes, senders: {} },
  publicUrl: 'http://localhost',
  mapStyleUrl: '/style.json',
  secretKey,
}
const stages = createStages(world)
const site = async (): Promise<Response> => new Response(null, { status: 404 })
const app = createApp({ world, stages, site, stopwatch: () => performance.now() })
const enroll = createEnroll({ write: stages.write, random: randomBytes, secretKey })
await enroll.dispensary(STORE)
const phone = await enroll.connect(STORE.id, 'owntracks', { driverId: 'sam' })
const api = await enroll.api(STORE.id)
const { port } = await listen(app, stages, { port: 0, host: '127.0.0.1' })
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
process.on('message', () => process.send?.({ cpu: process.cpuUsage(), delayP99: delay.percentile(99) / 1e6 }))
process.send?.({ port, phone, api })

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../api/app.ts'
import type { LatLng } from '../../api/domain/position.ts'
import { createEnroll, type Connected } from '../../api/enroll.ts'
import type { DriveTimes, Log } from '../../api/ports.ts'
import { listen } from '../../api/serve.ts'
import { createStages } from '../../api/stages.ts'
import { openDatabase } from '../../db/open.ts'
import { fakeClock } from '../fakes/clock.ts'

type Wish = { driveTimes: DriveTimes; log: Log; drivers: Iterable<string>; position: LatLng; from: number }

/** A Doorstep that listens, on a database of its own, with one dispensary, a phone for each driver and a clock to move. */
export async function startDoorstep({ driveTimes, log, drivers, position, from }: Wish) {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-replay-'))
  const { db, close } = await openDatabase(`file:${join(folder, 'doorstep.db')}`)
  const { clock, set } = fakeClock(new Date(from).toISOString())
  const secretKey = new Uint8Array(randomBytes(32))
  const stopwatch = (): number => performance.now()
  const place = { publicUrl: 'http://127.0.0.1', mapStyleUrl: '/map/style.json', secretKey, stopwatch }
  const world = { db, clock, random: randomBytes, log, driveTimes, senders: {}, ...place }
  const stages = createStages(world)
  const site = async (): Promise<Response> => new Response('No pages here', { status: 404 })
  const app = createApp({ world, stages, site })
  const enroll = createEnroll({ write: stages.write, random: randomBytes, secretKey })
  const id = 'replay'
  const store = {
    name: 'Replay',
    legalName: 'Replay',
    licence: '-',
    state: 'CA',
    timeZone: 'UTC',
    accent: '#1f6f5c',
    phone: '',
  }
  await enroll.dispensary({ id, ...store, position })
  const api = await enroll.api(id)
  const phones = new Map<string, Connected>()
  for (const driver of drivers) phones.set(driver, await enroll.connect(id, 'owntracks', { driverId: driver }))
  const running = await listen(app, stages, { port: 0, host: '127.0.0.1' })

  return {
    ...{ api, phones, setClock: set, idle: stages.idle },
    url: `http://127.0.0.1:${running.port}`,
    async [Symbol.asyncDispose]() {
      await running.close()
      close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type WholeDoorstep = Awaited<ReturnType<typeof startDoorstep>>

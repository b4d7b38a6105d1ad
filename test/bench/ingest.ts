import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Shot = { path: string; headers: Record<string, string>; body: () => string; fixes: number }
type Figures = { requests: number; fixesPerSecond: number; p50: number; p99: number }
type Ready = { port: number; phone?: { connectionId: string; secret: string }; api?: { secret: string } }

const CONNECTIONS = 32
const SECONDS = 3
const ROUNDS = 3

let told = 0
/** Every fix is a new one, and none is of the last minutes: what is measured is taking them in. */
const LONG_AGO = Date.now() - 30 * 24 * 3_600_000
const fix = () => {
  told += 1
  return { driverId: 'sam', at: LONG_AGO + told, lat: 38.3 + told / 1e7, lng: -123.05, accuracyMeters: 8 }
}
const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)

/** What the bare server is told. */
const bareShot = (fixes: number): Shot => ({
  path: '/',
  headers: { 'content-type': 'application/json' },
  body: () => JSON.stringify(fixes === 1 ? fix() : many(fixes, fix)),
  fixes,
})

/** The same as a phone with OwnTracks says it, or, many at once, as CloudEvents. */
function doorstepShot({ phone, api }: Ready, fixes: number): Shot {
  if (fixes === 1) {
    const authorization = `Basic ${Buffer.from(`sam:${phone?.secret}`).toString('base64')}`
    // Whole seconds are all that OwnTracks has, so each fix takes another one of the last weeks.
    const body = () => {
      const { lat, lng } = fix()
      return JSON.stringify({
        _type: 'location',
        tst: Math.floor(Date.now() / 1_000) - 2_000_000 + told,
        lat,
        lon: lng,
        acc: 8,
      })
    }
    return { path: `/v1/driver/${phone?.connectionId}`, headers: { authorization }, body, fixes }
  }
  const event = () => {
    const { at, ...data } = fix()
    return {
      specversion: '1.0',
      id: String(told),
      source: '/bench',
      type: 'driver.positioned',
      time: new Date(at).toISOString(),
      data,
    }
  }
  const headers = { authorization: `Bearer ${api?.secret}`, 'content-type': 'application/cloudevents-batch+json' }
  return { path: '/v1/events', headers, body: () => JSON.stringify(many(fixes, event)), fixes }
}

async function fire(port: number, { path, headers, body, fixes }: Shot): Promise<Figures> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const times: number[] = []
  const until = performance.now() + SECONDS * 1_000
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const start = performance.now()
      const sent = request({ port, host: '127.0.0.1', path, method: 'POST', headers, agent }, (response) => {
        response.resume().on('end', () => {
          if (response.statusCode !== 200) return reject(new Error(`answered ${response.statusCode}`))
          times.push(performance.now() - start)
          resolve()
        })
      })
      sent.on('error', reject)
      sent.end(body())
    })
  await Promise.all(
    many(CONNECTIONS, async () => {
      while (performance.now() < until) await one()
    }),
  )
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0
  return { requests: times.length, fixesPerSecond: (times.length * fixes) / SECONDS, p50: at(0.5), p99: at(0.99) }
}

async function start(entry: string, file: string): Promise<{ child: ChildProcess; ready: Ready }> {
  const child = fork(join(import.meta.dirname, entry), [file])
  const ready = await new Promise<Ready>((resolve) => child.once('message', (message) => resolve(message as Ready)))
  return { child, ready }
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const show = (name: string, figures: Figures[]): void =>
  console.log(
    `  ${name.padEnd(10)} ${Math.round(median(figures.map((f) => f.fixesPerSecond)))
      .toString()
      .padStart(
        7,
      )} fixes/s   p50 ${median(figures.map((f) => f.p50)).toFixed(1)} ms   p99 ${median(figures.map((f) => f.p99)).toFixed(1)} ms`,
  )

/** Acknowledged positions a second, each durable before its answer, beside a bare server that checks nothing. */
export async function benchIngest(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-bench-'))
  const bare = await start('bare-server.ts', join(folder, 'bare.db'))
  const doorstep = await start('doorstep-server.ts', join(folder, 'doorstep.db'))
  console.log(
    `${CONNECTIONS} connections, ${ROUNDS} interleaved rounds of ${SECONDS} s each, medians; load and server share this machine`,
  )
  for (const fixes of [1, 12, 100]) {
    const [ofBare, ofDoorstep]: [Figures[], Figures[]] = [[], []]
    for (let round = 0; round < ROUNDS; round += 1) {
      ofBare.push(await fire(bare.ready.port, bareShot(fixes)))
      ofDoorstep.push(await fire(doorstep.ready.port, doorstepShot(doorstep.ready, fixes)))
    }
    const ratio = median(ofDoorstep.map((f) => f.fixesPerSecond)) / median(ofBare.map((f) => f.fixesPerSecond))
    console.log(`${fixes} a request: Doorstep is at ${ratio.toFixed(2)} of the bare server`)
    show('bare', ofBare)
    show('Doorstep', ofDoorstep)
  }
  const { delayP99 } = await new Promise<{ delayP99: number }>((resolve) => {
    doorstep.child.once('message', (message) => resolve(message as { delayP99: number }))
    doorstep.child.send('figures')
  })
  console.log(`event loop of Doorstep: p99 delay ${delayP99.toFixed(1)} ms`)
  bare.child.kill()
  doorstep.child.kill()
  await rm(folder, { recursive: true, force: true })
}

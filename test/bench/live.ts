import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Prepared, State } from './live-shots.ts'
import type { Heard, Order } from './live-viewers.ts'

type Figures = Heard & { kilobytesAViewer: number; cpuMs: number }

/** Viewers, and how many of them watch the same order. */
const SIZES: [viewers: number, fanOut: number][] = [
  [1_000, 10],
  [5_000, 10],
  [10_000, 10],
  [10_000, 100],
]
/** A thousand drivers with a fix every five seconds. */
const POSTS_A_SECOND = 200
const SECONDS = 8

async function ask<T>(child: ChildProcess, what: Order | 'state'): Promise<T> {
  child.send(what)
  return (await once(child, 'message'))[0] as T
}

async function start<T>(folder: string, entry: string, args: string[]): Promise<{ child: ChildProcess; told: T }> {
  await using log = await open(join(folder, `${entry}.log`), 'w')
  const stdio: ['ignore', number, 'inherit', 'ipc'] = ['ignore', log.fd, 'inherit', 'ipc']
  const child = fork(join(import.meta.dirname, entry), args, { stdio, execArgv: ['--expose-gc'] })
  const [told] = (await once(child, 'message')) as [T]
  return { child, told }
}

async function measure(
  folder: string,
  [entry, ...args]: [string, ...string[]],
  viewers: number,
  fanOut: number,
): Promise<Figures> {
  const { child: server, told } = await start<{ port: number }>(folder, entry, args)
  const { child: crowd } = await start(folder, 'live-viewers.ts', [String(told.port), join(folder, 'prepared.json')])
  await ask(crowd, { rehearse: 50 })
  const { rss } = await ask<State>(server, 'state')
  await ask(crowd, { open: fanOut })
  const idle = await ask<State>(server, 'state')
  await ask(crowd, { fire: { aSecond: POSTS_A_SECOND, seconds: 2 } })
  const before = await ask<State>(server, 'state')
  const heard = await ask<Heard>(crowd, { fire: { aSecond: POSTS_A_SECOND, seconds: SECONDS } })
  const after = await ask<State>(server, 'state')
  for (const child of [crowd, server]) child.kill()
  return { ...heard, kilobytesAViewer: (idle.rss - rss) / 1_000 / viewers, cpuMs: after.cpuMs - before.cpuMs }
}

function show(name: string, { posts, messages, fixes, p50, p99, slowest, kilobytesAViewer, cpuMs }: Figures): void {
  const cells = [
    `${messages} messages, ${fixes} of them with one of ${posts} fixes`,
    `p50 ${p50.toFixed(1)} ms`,
    `p99 ${p99.toFixed(1)} ms`,
    `slowest ${slowest.toFixed(0)} ms`,
    `${kilobytesAViewer.toFixed(1)} kB an idle viewer`,
    `CPU ${((cpuMs * 100) / messages).toFixed(2)} s for 100,000 messages`,
  ]
  console.log(`  ${name.padEnd(9)} ${cells.join('   ')}`)
}

/** From a driver's POST to the message at the page, beside a bare `node:http` server that sends messages of the same size, and one that commits first. */
export async function benchLive(): Promise<void> {
  console.log(
    `${POSTS_A_SECOND} posts a second for ${SECONDS} s; viewers and drivers are one process, the server another`,
  )
  const only = process.argv.slice(3).map(Number)
  for (const [viewers, fanOut] of SIZES) {
    if (only.length > 0 && !only.includes(viewers)) continue
    const folder = await mkdtemp(join(tmpdir(), 'doorstep-bench-'))
    const [file, orders] = [join(folder, 'doorstep.db'), String(viewers / fanOut)]
    const { told: prepared } = await start<Prepared>(folder, 'live-prepare.ts', [file, orders])
    await writeFile(join(folder, 'prepared.json'), JSON.stringify(prepared))
    console.log(`${viewers} viewers, ${fanOut} of an order`)
    const bare = await measure(folder, ['bare-sse.ts', join(folder, 'prepared.json')], viewers, fanOut)
    show('bare', bare)
    const durable = await measure(
      folder,
      ['bare-sse.ts', join(folder, 'prepared.json'), join(folder, 'bare.db')],
      viewers,
      fanOut,
    )
    show('durable', durable)
    const doorstep = await measure(folder, ['live-server.ts', file], viewers, fanOut)
    show('Doorstep', doorstep)
    const cpu = ({ cpuMs, messages }: Figures): number => cpuMs / messages
    const [ofBare, ofDurable] = [bare, durable].map((other) => (cpu(doorstep) / cpu(other)).toFixed(2))
    console.log(`  ${ofBare} of the bare server's CPU a message, ${ofDurable} of that of one that commits first`)
    await rm(folder, { recursive: true, force: true })
  }
}

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServerReady, State } from './live-shots.ts'
import type { Heard, Order } from './live-viewers.ts'

type Figures = Heard & { kilobytesAViewer: number; cpuMs: number }

/** Viewers, and how many of them watch the same order. */
const SIZES: [viewers: number, fanOut: number][] = [
  [1_000, 10],
  [5_000, 10],
  [10_000, 10],
  [10_000, 100],
  [10_000, 1],
]
/** A thousand drivers with a fix every five seconds. */
const POSTS_A_SECOND = 200
const SECONDS = 8

async function ask<T>(child: ChildProcess, what: Order | 'state'): Promise<T> {
  child.send(what)
  return (await once(child, 'message'))[0] as T
}

async function start(
  folder: string,
  entry: string,
  args: string[],
): Promise<{ child: ChildProcess; ready: ServerReady }> {
  await using log = await open(join(folder, `${entry}.log`), 'w')
  const stdio: ['ignore', number, 'inherit', 'ipc'] = ['ignore', log.fd, 'inherit', 'ipc']
  const child = fork(join(import.meta.dirname, entry), args, { stdio, execArgv: ['--expose-gc', ...(process.env['PROF'] && entry==='live-server.ts' ? ['--cpu-prof','--cpu-prof-dir=/tmp/prof'] : [])] })
  const [ready] = (await once(child, 'message')) as [ServerReady]
  return { child, ready }
}

async function measure(folder: string, entry: string, args: string[], viewers: number, fanOut: number) {
  const { child: server, ready } = await start(folder, entry, args)
  const { child: crowd } = await start(folder, 'live-viewers.ts', [JSON.stringify({ ...ready, view: '' })])
  // What the first requests of a process cost is not the viewers'.
  const warmUp: Order = { fire: { aSecond: POSTS_A_SECOND, seconds: 2 } }
  await ask(crowd, { open: 1 })
  const { rss } = await ask<State>(server, 'state')
  await ask(crowd, { open: fanOut })
  const idle = await ask<State>(server, 'state')
  await ask(crowd, warmUp)
  const before = await ask<State>(server, 'state')
  const heard = await ask<Heard>(crowd, { fire: { aSecond: POSTS_A_SECOND, seconds: SECONDS } })
  const after = await ask<State>(server, 'state')
  for (const child of [crowd, server]) child.kill('SIGINT')
  const kilobytesAViewer = (idle.rss - rss) / 1_000 / viewers
  return { figures: { ...heard, kilobytesAViewer, cpuMs: after.cpuMs - before.cpuMs } satisfies Figures, ready }
}

function show(name: string, { posts, delivered, p50, p99, slowest, kilobytesAViewer, cpuMs }: Figures): void {
  const cells = [
    `${delivered} messages of ${posts} posts`,
    `p50 ${p50.toFixed(1)} ms`,
    `p99 ${p99.toFixed(1)} ms`,
    `slowest ${slowest.toFixed(0)} ms`,
    `${kilobytesAViewer.toFixed(1)} kB an idle viewer`,
    `CPU ${((cpuMs * 100) / delivered).toFixed(2)} s for 100,000 messages`,
  ]
  console.log(`  ${name.padEnd(9)} ${cells.join('   ')}`)
}

/** From a driver's POST to the message at the page, beside a bare `node:http` server that sends messages of the same size. */
export async function benchLive(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-bench-'))
  console.log(
    `${POSTS_A_SECOND} posts a second for ${SECONDS} s; the viewers and the drivers are one process, the server another`,
  )
  const [only] = process.argv.slice(3)
  for (const [index, [viewers, fanOut]] of SIZES.entries()) {
    if (only !== undefined && Number(only) !== index) continue
    const orders = String(viewers / fanOut)
    console.log(`${viewers} viewers, ${fanOut} of an order`)
    const database = join(folder, `${index}.db`)
    const doorstep = await measure(folder, 'live-server.ts', [database, orders], viewers, fanOut)
    const bare = await measure(folder, 'bare-sse.ts', [orders, doorstep.ready.view], viewers, fanOut)
    show('bare', bare.figures)
    show('Doorstep', doorstep.figures)
    const cpu = ({ cpuMs, delivered }: Figures): number => cpuMs / delivered
    console.log(`  ${(cpu(doorstep.figures) / cpu(bare.figures)).toFixed(2)} of the bare server's CPU a message`)
  }
  await rm(folder, { recursive: true, force: true })
}

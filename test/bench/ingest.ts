import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { density } from './density.ts'
import { insertLoop } from './insert-loop.ts'
import { fire, post, type Load, type Shot } from './load.ts'
import { ownTracksBody, transistorBody } from './shots.ts'

type Connected = { connectionId: string; secret: string }
type Ready = { port: number; owntracks?: Connected; transistor?: Connected }
type Server = { child: ChildProcess; ready: Ready; file: string }
type State = { cpu: NodeJS.CpuUsage; rss: number; delayP99: number }
type Figures = Load & { fixesPerSecond: number; cpuMs: number; delayP99: number; rss: number }

const CONNECTIONS = 32
const SECONDS = 3
const ROUNDS = 5
const CROWD = 1_000

const bodyOf = (fixes: number): string => (fixes === 1 ? ownTracksBody() : transistorBody(fixes))

/** Both servers are sent the same; the bare one does not look at address and password. */
function shotAt({ ready }: Server, fixes: number): Shot {
  const { connectionId = 'x', secret = 'x' } = (fixes === 1 ? ready.owntracks : ready.transistor) ?? {}
  const authorization = `Basic ${Buffer.from(`store:${secret}`).toString('base64')}`
  const whole = post(`/v1/driver/${connectionId}`, { authorization, 'content-type': 'application/json' })
  return () => whole(bodyOf(fixes))
}

async function start(entry: string, folder: string): Promise<Server> {
  const file = join(folder, `${entry}.db`)
  await using log = await open(join(folder, `${entry}.log`), 'w')
  const child = fork(join(import.meta.dirname, entry), [file], { stdio: ['ignore', log.fd, 'inherit', 'ipc'] })
  const [ready] = (await once(child, 'message')) as [Ready]
  return { child, ready, file }
}

async function stateOf({ child }: Server): Promise<State> {
  child.send('state')
  const [state] = (await once(child, 'message')) as [State]
  return state
}

async function measure(server: Server, fixes: number): Promise<Figures> {
  const before = await stateOf(server)
  const load = await fire(server.ready.port, shotAt(server, fixes), CONNECTIONS, SECONDS)
  const after = await stateOf(server)
  if (load.refused > 0) throw new Error(`${load.refused} requests were refused`)
  const cpu = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system
  const thousands = (load.answered * fixes) / 1_000
  const { delayP99, rss } = after
  return {
    ...load,
    fixesPerSecond: (load.answered * fixes) / load.seconds,
    cpuMs: cpu / 1_000 / thousands,
    delayP99,
    rss,
  }
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

function show(name: string, figures: Figures[]): void {
  const of = (key: keyof Figures): number => median(figures.map((one) => one[key]))
  const [rate, p50, p99] = [Math.round(of('fixesPerSecond')).toLocaleString('en'), of('p50'), of('p99')]
  const cells = [
    `${rate.padStart(8)} fixes/s`,
    `p50 ${p50.toFixed(2)} ms`,
    `p99 ${p99.toFixed(1)} ms`,
    `CPU ${of('cpuMs').toFixed(1)} ms a thousand`,
    `loop delay p99 ${of('delayP99').toFixed(0)} ms`,
    `${Math.round(of('rss') / 1e6)} MB`,
  ]
  console.log(`  ${name.padEnd(9)} ${cells.join('   ')}`)
}

/** Far more than can be committed in time: what is too much is turned away, and memory stays where it was. */
async function overload(doorstep: Server): Promise<number> {
  const before = await stateOf(doorstep)
  const load = await fire(doorstep.ready.port, shotAt(doorstep, 100), CROWD, SECONDS)
  const after = await stateOf(doorstep)
  const [mb, mbAfter] = [before.rss, after.rss].map((bytes) => Math.round(bytes / 1e6))
  const fixes = Math.round((load.answered * 100) / load.seconds).toLocaleString('en')
  console.log(
    `${CROWD} connections with 100 a request: ${fixes} fixes/s taken, ${load.refused} requests turned away; ${mb} MB before, ${mbAfter} MB after`,
  )
  return load.answered * 100
}

/** Acknowledged positions a second, each durable before its answer, beside a bare server that checks nothing. */
export async function benchIngest(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-bench-'))
  const bare = await start('bare-server.ts', folder)
  const doorstep = await start('doorstep-server.ts', folder)
  console.log(
    `${CONNECTIONS} connections, medians of ${ROUNDS} interleaved rounds of ${SECONDS} s; load and server share this machine`,
  )
  let stored = 0
  for (const fixes of [1, 12, 100]) {
    const [ofBare, ofDoorstep]: [Figures[], Figures[]] = [[], []]
    for (let round = 0; round < ROUNDS; round += 1) {
      ofBare.push(await measure(bare, fixes))
      ofDoorstep.push(await measure(doorstep, fixes))
    }
    const ratios = ofDoorstep.map((one, round) => one.fixesPerSecond / (ofBare[round]?.fixesPerSecond ?? 1))
    const cpu = ofDoorstep.map((one, round) => one.cpuMs / (ofBare[round]?.cpuMs ?? 1))
    stored += ofDoorstep.reduce((sum, { answered }) => sum + answered * fixes, 0)
    console.log(
      `${fixes} a request: ${median(ratios).toFixed(2)} of the bare server's rate, ${median(cpu).toFixed(2)} of its CPU a fix`,
    )
    show('bare', ofBare)
    show('Doorstep', ofDoorstep)
  }
  stored += await overload(doorstep)
  const bytes = (await stat(doorstep.file)).size + (await stat(`${doorstep.file}-wal`)).size
  console.log(`on disk before they are rolled up: ${(bytes / stored).toFixed(0)} bytes a fix`)
  for (const { child } of [bare, doorstep]) child.kill()
  await density()
  await insertLoop(join(folder, 'loop.db'))
  await rm(folder, { recursive: true, force: true })
}

import { readFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { post } from './load.ts'
import { positioned, type Prepared, type Watched } from './live-shots.ts'

/** Viewers of a server, and the drivers whom they watch, in a process of their own. */
export type Order = { open: number } | { rehearse: number } | { fire: { aSecond: number; seconds: number } }
export type Heard = { posts: number; messages: number; fixes: number; p50: number; p99: number; slowest: number }

const AT = Buffer.from('"at":"')
const ISO_BYTES = 24
const OPENING = 100
const POSTERS = 8

const [, , port = '', file = ''] = process.argv
const { post: posted, watched } = JSON.parse(await readFile(file, 'utf8')) as Prepared
/** When each fix was to be sent, by the time that it names. */
const sentAt = new Map<string, number>()
let times: number[] = []
let messages = 0
let lastFix = 0

const dial = (): Socket =>
  connect({ port: Number(port), host: '127.0.0.1', noDelay: true }).on('error', (error) => {
    throw error
  })

/** Resolves when the stream has told the first view. */
const view = ({ path }: Watched): Promise<Socket> =>
  new Promise((resolve) => {
    const socket = dial()
    let rest: Buffer = Buffer.alloc(0)
    let last = ''
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n`)
    socket.on('data', (chunk) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      for (let at = rest.indexOf(AT); at >= 0; at = rest.indexOf(AT)) {
        if (rest.length < at + AT.length + ISO_BYTES) return
        const fix = rest.toString('latin1', at + AT.length, at + AT.length + ISO_BYTES)
        const planned = sentAt.get(fix)
        // A window that changes after the fix comes in another message with the same one.
        if (planned !== undefined && fix !== last) times.push(performance.now() - planned)
        messages += 1
        last = fix
        rest = rest.subarray(at + AT.length + ISO_BYTES)
        resolve(socket)
      }
      if (rest.length > 64) rest = Buffer.from(rest.subarray(-AT.length))
    })
  })

async function open(fanOut: number): Promise<void> {
  const wanted = watched.flatMap((one) => Array.from({ length: fanOut }, () => one))
  for (let n = 0; n < wanted.length; n += OPENING) await Promise.all(wanted.slice(n, n + OPENING).map(view))
}

/** Opens some streams and leaves them again: what the first of a process cost is not the viewers'. */
async function rehearse(viewers: number): Promise<void> {
  const some = await Promise.all(
    Array.from({ length: viewers }, (_, n) => view(watched[n % watched.length] as Watched)),
  )
  for (const socket of some) socket.destroy()
}

/** Open loop: a fix is sent when it is due, however long the one before takes. */
async function fire(aSecond: number, seconds: number): Promise<Heard> {
  times = []
  messages = 0
  const posters = Array.from({ length: POSTERS }, dial)
  for (const poster of posters) poster.resume()
  const shot = post(posted.path, { ...posted.headers, 'content-type': 'application/json' })
  const start = performance.now()
  const posts = aSecond * seconds
  for (let n = 0; n < posts; ) {
    const now = performance.now()
    for (; n < posts && start + (n * 1_000) / aSecond <= now; n += 1) {
      const driver = watched[n % watched.length] as Watched
      lastFix = Math.max(lastFix + 1, Date.now() - 500)
      const time = new Date(lastFix).toISOString()
      sentAt.set(time, start + (n * 1_000) / aSecond)
      posters[n % POSTERS]?.write(shot(positioned(driver, Math.floor(n / watched.length) + 1, time)))
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  for (let before = -1; before !== times.length; ) {
    before = times.length
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  for (const poster of posters) poster.destroy()
  const sorted = times.sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0
  return { posts, messages, fixes: sorted.length, p50: at(0.5), p99: at(0.99), slowest: sorted.at(-1) ?? 0 }
}

process.on('message', (order: Order) => {
  if ('open' in order) void open(order.open).then(() => process.send?.('open'))
  else if ('rehearse' in order) void rehearse(order.rehearse).then(() => process.send?.('rehearsed'))
  else void fire(order.fire.aSecond, order.fire.seconds).then((heard) => process.send?.(heard))
})
process.send?.('ready')

import { createECDH, randomBytes } from 'node:crypto'
import webPush from 'web-push'
import { occasionsOf, planNotification, CHANNELS } from '../../api/domain/notification.ts'
import { render, saidFaults } from '../../templates/render.ts'
import { openDoorstep, type Sent } from '../doorstep.ts'
import { handedOver } from '../laws/crowd.ts'
import { FACTS } from '../templates/facts.ts'

const MESSAGES = 500
const RATES = [25, 50, 100]
const SECONDS = 10

type Figures = { perSecond: number; cpuMs: number }

/** Messages a second, and CPU for a thousand of them. */
async function measure(count: number, work: () => Promise<void> | void): Promise<Figures> {
  const [cpu, start] = [process.cpuUsage(), performance.now()]
  await work()
  const { user, system } = process.cpuUsage(cpu)
  return { perSecond: count / ((performance.now() - start) / 1_000), cpuMs: (user + system) / count }
}

const show = (what: string, { perSecond, cpuMs }: Figures): void =>
  console.log(
    `  ${what.padEnd(34)} ${Math.round(perSecond).toLocaleString('en').padStart(9)} messages/s   CPU ${cpuMs.toFixed(1).padStart(7)} ms a thousand`,
  )

const KNOWN = { ...FACTS, customerName: 'Maria Gonzalez Ruiz' }
const everyMessage = () =>
  CHANNELS.flatMap((channel) =>
    (['en', 'es'] as const).map((locale) => ({ channel, message: render('out-for-delivery', channel, locale, KNOWN) })),
  )

function encryptOne(keys: { p256dh: string; auth: string }, vapid: webPush.VapidKeys): void {
  const vapidDetails = { subject: 'mailto:ops@example.com', ...vapid }
  const payload = JSON.stringify({ web_push: 8030, notification: { title: 'On the way', body: 'x'.repeat(200) } })
  webPush.generateRequestDetails({ endpoint: 'https://push.example/one', keys }, payload, { vapidDetails, TTL: 60 })
}

function browserKeys(): { p256dh: string; auth: string } {
  const ecdh = createECDH('prime256v1')
  return { p256dh: ecdh.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') }
}

/** The pieces by themselves, in memory. */
async function pieces(): Promise<void> {
  const count = 6 * MESSAGES
  const rounds = Array.from({ length: MESSAGES })
  const reachable = new Set(CHANNELS)
  const order = { milestone: 'delivered', reachedAt: { delivered: 1_000 } } as const
  const plan = () => occasionsOf(order).map((one) => planNotification(one, CHANNELS, reachable, [], 2_000))
  show(
    'deciding what to tell',
    await measure(count, () => rounds.forEach(() => CHANNELS.forEach(() => (plan(), plan())))),
  )
  show('rendering, every channel', await measure(count, () => rounds.forEach(() => everyMessage())))
  const messages = everyMessage()
  const lookOver = () => messages.forEach(({ channel, message }) => saidFaults(message, channel, KNOWN))
  show('looking it over', await measure(count, () => rounds.forEach(lookOver)))
  const [keys, vapid] = [browserKeys(), webPush.generateVAPIDKeys()]
  show('encrypting and signing a push', await measure(MESSAGES, () => rounds.forEach(() => encryptOne(keys, vapid))))
}

/** Orders handed over at a steady rate; how long after its acknowledgement each message was given to its sender. */
async function steady(rate: number): Promise<void> {
  const [acknowledged, given] = [new Map<string, number>(), new Map<string, number>()]
  await using doorstep = await openDoorstep({
    answer: ({ message }: Sent) => {
      given.set(message.id.split(':')[1] ?? '', performance.now())
      return { outcome: 'sent' }
    },
  })
  const { stages, store, now } = doorstep
  const of = { dispensaryId: store.id, source: 'till' }
  const count = rate * SECONDS
  for (let n = 0; n < count; n += 1) {
    const event = { type: 'order.received' as const, time: now(), data: { orderId: `o${n}`, number: `${n}` } }
    const attached = { contacts: { [`o${n}`]: { email: `c${n}@example.com` } } }
    await stages.record({ ...of, eventId: `in-${n}`, event, attached })
  }
  const records: Promise<unknown>[] = []
  const cpu = process.cpuUsage()
  const start = performance.now()
  await new Promise<void>((resolve) => {
    let sent = 0
    const timer = setInterval(() => {
      for (; sent < count && sent < ((performance.now() - start) / 1_000) * rate; sent += 1) {
        const orderId = `o${sent}`
        const event = { type: 'handoff.completed' as const, time: now(), data: { orderId } }
        const written = stages.record({ ...of, eventId: `out-${orderId}`, event })
        records.push(written.then(() => acknowledged.set(orderId, performance.now())))
      }
      if (sent < count) return
      clearInterval(timer)
      resolve()
    }, 5)
  })
  await Promise.all(records)
  await stages.idle()
  const took = [...given].map(([id, at]) => at - (acknowledged.get(id) ?? at)).sort((a, b) => a - b)
  const at = (share: number): string => (took[Math.ceil(took.length * share) - 1] ?? NaN).toFixed(0)
  const { user, system } = process.cpuUsage(cpu)
  console.log(`${count} handoffs, ${rate} a second: ${took.length} messages given to their sender`)
  console.log(`  after the acknowledgement: p50 ${at(0.5)} ms   p99 ${at(0.99)} ms   longest ${at(1)} ms`)
  console.log(`  CPU ${((user + system) / 1_000 / count).toFixed(2)} ms a message, its event and all`)
}

/** The whole way: an order comes in, is handed over, its message planned, claimed, sent and settled, all durable. */
async function wholeWay(): Promise<void> {
  await using doorstep = await openDoorstep()
  const orders = Array.from({ length: MESSAGES }, (_, n) => n)
  const figures = await measure(MESSAGES, async () => {
    await Promise.all(orders.map((n) => handedOver(doorstep, n)))
    await doorstep.stages.idle()
  })
  show('whole way, order to settled', figures)
}

export async function benchNotify(): Promise<void> {
  console.log(`each ${MESSAGES} times over, in one process`)
  await pieces()
  await wholeWay()
  for (const rate of RATES) await steady(rate)
}

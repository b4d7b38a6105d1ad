import { createHash, createHmac, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { straightLineDriveTimes } from '../api/adapters/straight-line.ts'
import { twilioHears } from '../api/adapters/twilio-hears.ts'
import { createApp } from '../api/app.ts'
import type { TrackView } from '../api/contract.ts'
import type { Dispensary } from '../api/domain/dispensary.ts'
import type { Channel } from '../api/domain/notification.ts'
import type { LatLng } from '../api/domain/position.ts'
import { createEnroll } from '../api/enroll.ts'
import type {
  AskVendor,
  Delivery,
  DriveTimes,
  PageLocals,
  Recipient,
  Rendered,
  Send,
  Senders,
  Site,
} from '../api/ports.ts'
import { createStages } from '../api/stages.ts'
import type { World } from '../api/world.ts'
import { openDatabase } from '../db/open.ts'
import { fakeClock } from './fakes/clock.ts'
import { twilioSignature } from './peers/twilio.ts'

/** The store of most tests. Its town is ours; see `test/town/`. */
export const STORE: Dispensary = {
  id: 'alder-bay',
  name: 'Alder Bay Provisions',
  legalName: 'Alder Bay Provisions LLC',
  licence: 'C10-0000123-LIC',
  state: 'CA',
  timeZone: 'America/Los_Angeles',
  position: { lat: 38.3, lng: -123.05 },
  accent: '#1f6f5c',
  phone: '+17075550100',
  email: 'hello@alderbay.example',
  smsAttestation: { by: 'owner', at: 0, ground: 'carrier agreement on file' },
}

/** One for each file, so that a Doorstep opens what another has left in its file. */
const secretKeyOf = (file: string): Uint8Array => new Uint8Array(createHash('sha256').update(file).digest())

/** With which the provider of text messages signs what it tells. */
export const TEXTS_TOKEN = 'example-auth-token'
export const WOO_SECRET = 'example-webhook-secret'

export type Sent = { recipient: Recipient; message: Rendered }
type Event = { type: string; data: unknown; id?: string; source?: string; time?: string }
type Wish = {
  at?: string
  store?: Dispensary
  driveTimes?: DriveTimes
  answer?: (sent: Sent) => Delivery
  file?: string
  askVendor?: AskVendor
  findSent?: World['findSent']
  ownTexts?: World['ownTexts']
  hooks?: World['hooks']
  /** Without text messages by the provider of all. */
  noTexts?: boolean
  perSecond?: World['perSecond']
  /** Mail goes out by this one. */
  email?: Send
  mailReturns?: World['mailReturns']
  /** Pages as they are built, for tests in a browser. */
  site?: Site
  /** Of the process before, where the file is a copy of its. */
  secretKey?: Uint8Array
  /** Real pages in place of what they were given. */
  pages?: { site: Site; dist: string; publicUrl: string }
}

const NOBODY_ANSWERS: AskVendor = async () => ({ outcome: 'unreachable' })

/** A page as the locals that it was given, so that flow tests need no built site. */
const plainSite: Site = async (request: Request, locals: PageLocals) => {
  const status = Object.keys(locals).length > 1 || locals.support ? 200 : 404
  return new Response(JSON.stringify({ page: status === 404 ? 'not-found' : new URL(request.url).pathname, locals }), {
    status,
  })
}

/** A whole Doorstep on a database file of its own, with fakes plugged in and a clock that the test moves. */
export async function openDoorstep(wish: Wish = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-'))
  const file = wish.file ?? join(folder, 'doorstep.db')
  const { db, close } = await openDatabase(`file:${file}`)
  const time = fakeClock(wish.at ?? '2026-04-24T18:00:00-07:00')
  const sent: Sent[] = []
  const send = async (recipient: Recipient, message: Rendered): Promise<Delivery> => {
    sent.push({ recipient, message })
    return wish.answer?.({ recipient, message }) ?? { outcome: 'sent' }
  }
  const senders: Senders = { 'web-push': send, email: wish.email ?? send, ...(!wish.noTexts && { sms: send }) }
  const lines: object[] = []
  const secretKey = wish.secretKey ?? secretKeyOf(file)
  const world = {
    db,
    clock: time.clock,
    random: randomBytes,
    log: (line: object) => lines.push(line),
    stopwatch: () => 0,
    driveTimes: wish.driveTimes ?? straightLineDriveTimes,
    senders,
    publicUrl: wish.pages?.publicUrl ?? 'https://track.example',
    mapStyleUrl: '/map/style.json',
    askVendor: wish.askVendor ?? NOBODY_ANSWERS,
    ...{ findSent: wish.findSent ?? {}, perSecond: wish.perSecond ?? {}, texts: twilioHears(TEXTS_TOKEN) },
    ...(wish.hooks && { hooks: wish.hooks }),
    ...(wish.mailReturns && { mailReturns: wish.mailReturns }),
    ...(wish.ownTexts && { ownTexts: wish.ownTexts }),
    secretKey,
  }
  const stages = createStages(world)
  await stages.start()
  const pages = wish.pages ?? { site: wish.site ?? plainSite }
  const app = createApp({ world, stages, pushPublicKey: 'BPublic', ...pages })
  const enroll = createEnroll({ write: stages.write, random: randomBytes, secretKey })
  const store = wish.store ?? STORE
  await enroll.dispensary(store)
  const api = await enroll.api(store.id)
  const woo = await enroll.connect(store.id, 'woocommerce', { secret: WOO_SECRET })
  const phone = await enroll.connect(store.id, 'owntracks', { driverId: 'sam' })
  let told = 0

  const cloudEvent = (event: Event): object => {
    told += 1
    const { clock } = time
    return { specversion: '1.0', id: `t${told}`, source: '/test', time: new Date(clock()).toISOString(), ...event }
  }

  async function post(path: string, body: string, headers: Record<string, string>): Promise<Response> {
    const response = await app.request(path, { method: 'POST', body, headers })
    await stages.idle()
    return response
  }

  const authorization = `Bearer ${api.secret}`
  const tell = (event: Event): Promise<Response> =>
    post('/v1/events', JSON.stringify(cloudEvent(event)), {
      authorization,
      'content-type': 'application/cloudevents+json',
    })

  const tellBatch = (events: readonly Event[]): Promise<Response> =>
    post('/v1/events', JSON.stringify(events.map(cloudEvent)), {
      authorization,
      'content-type': 'application/cloudevents-batch+json',
    })

  const wooSends = (order: object, topic = 'order.updated', secret = WOO_SECRET): Promise<Response> => {
    const body = JSON.stringify(order)
    const signature = createHmac('sha256', secret).update(body).digest('base64')
    const headers = {
      'content-type': 'application/json',
      'x-wc-webhook-topic': topic,
      'x-wc-webhook-signature': signature,
    }
    return post(`/v1/pos/${woo.connectionId}`, body, headers)
  }

  /** What the provider of text messages tells, signed as it signs. */
  const providerTells = (path: string, form: Record<string, string>, token = TEXTS_TOKEN): Promise<Response> =>
    post(path, new URLSearchParams(form).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': twilioSignature(token, `${world.publicUrl}${path}`, form),
    })

  const phoneSends = (message: object, password = phone.secret): Promise<Response> =>
    post(`/v1/driver/${phone.connectionId}`, JSON.stringify(message), {
      authorization: `Basic ${Buffer.from(`sam:${password}`).toString('base64')}`,
    })

  const drivesTo = ({ lat, lng }: LatLng): Promise<Response> =>
    phoneSends({ _type: 'location', lat, lon: lng, tst: Math.floor(time.clock() / 1_000), acc: 8 })

  async function linkTo(orderId: string): Promise<string> {
    const response = await post(`/v1/orders/${orderId}/links`, '', { authorization })
    return ((await response.json()) as { token: string }).token
  }

  async function view(orderId: string): Promise<TrackView> {
    const seen = await stages.viewOf({ dispensaryId: store.id, orderId })
    if (!seen) throw new Error(`No order ${orderId}`)
    return seen
  }

  const messages = (channel?: Channel): string[] =>
    sent.filter((one) => !channel || one.recipient.channel === channel).map((one) => one.message.kind)

  return {
    ...{ app, db, stages, enroll, store, api, woo, phone, sent, lines, file, secretKey, authorization },
    ...{ tell, tellBatch, wooSends, phoneSends, providerTells, drivesTo, linkTo, view, messages, post },
    now: time.clock,
    advance: time.advance,
    async [Symbol.asyncDispose]() {
      stages.hub.close()
      stages.poller?.close()
      await stages.idle()
      close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

import { trackView, type TrackView } from '../../api/contract.ts'
import type { Fix, Trace } from './traces.ts'
import type { WholeDoorstep } from './whole-doorstep.ts'

/** The store's systems, the drivers' phones and the customers: all that speaks to Doorstep from outside, over HTTP. */
export function createOutsiders({ url, api, phones }: WholeDoorstep) {
  const asStore = { authorization: `Bearer ${api.secret}` }
  const tokens = new Map<Trace, string>()

  async function ask(path: string, init: RequestInit = {}): Promise<unknown> {
    const response = await fetch(`${url}${path}`, init)
    const body = await response.text()
    if (!response.ok || response.status === 207) throw new Error(`${path} answered ${response.status}: ${body}`)
    return JSON.parse(body)
  }

  async function storeTells(id: string, at: number, events: readonly { type: string; data: object }[]): Promise<void> {
    const time = new Date(at).toISOString()
    const batch = events.map((event) => ({
      specversion: '1.0',
      source: '/replay',
      id: `${id}/${event.type}`,
      time,
      ...event,
    }))
    const headers = { ...asStore, 'content-type': 'application/cloudevents-batch+json' }
    await ask('/v1/events', { method: 'POST', headers, body: JSON.stringify(batch) })
  }

  /** The order comes in, its route is planned and sets out, and the customer gets a link. */
  async function setsOut({ id, vehicle, door }: Trace, at: number): Promise<void> {
    const stops = [{ stopId: id, orderIds: [id], door }]
    await storeTells(id, at, [
      { type: 'order.received', data: { orderId: id, number: id, customer: { door } } },
      { type: 'route.planned', data: { routeId: id, driver: { id: vehicle, firstName: 'Sam' }, stops } },
      { type: 'route.departed', data: { routeId: id } },
    ])
  }

  async function opensLink(trace: Trace): Promise<void> {
    const path = `/v1/orders/${encodeURIComponent(trace.id)}/links`
    const { token } = (await ask(path, { method: 'POST', headers: asStore })) as { token: string }
    tokens.set(trace, token)
  }

  /** As an OwnTracks phone would send it. The sources know of no accuracy, speed or heading, so none is claimed. */
  async function phoneSends({ vehicle }: Trace, { at, lat, lng }: Fix): Promise<void> {
    const phone = phones.get(vehicle)
    if (!phone) throw new Error(`${vehicle} has no phone`)
    const authorization = `Basic ${Buffer.from(`${vehicle}:${phone.secret}`).toString('base64')}`
    const body = JSON.stringify({ _type: 'location', tst: Math.floor(at / 1_000), lat, lon: lng })
    const headers = { authorization, 'content-type': 'application/json' }
    await ask(`/v1/driver/${phone.connectionId}`, { method: 'POST', headers, body })
  }

  const customerSees = async (trace: Trace): Promise<TrackView> =>
    trackView.parse(await ask(`/v1/track/${tokens.get(trace) ?? ''}`))

  const handsOver = (trace: Trace, at: number): Promise<void> =>
    storeTells(trace.id, at, [
      { type: 'handoff.completed', data: { orderId: trace.id, idChecked: true } },
      { type: 'route.ended', data: { routeId: trace.id } },
    ])

  return { setsOut, opensLink, phoneSends, customerSees, handsOver }
}

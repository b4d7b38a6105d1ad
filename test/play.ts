import { createHmac } from 'node:crypto'
import type { Moment, Story, Telling } from './scenarios/scenario.ts'

/** The other sides of a dispensary's connections, with the secrets that each was told. */
export type Systems = {
  woo: { connectionId: string; secret: string }
  api: { secret: string }
  /** By driver. */
  phones: Record<string, { connectionId: string; secret: string }>
}

type Post = (path: string, init: { method: 'POST'; headers: Record<string, string>; body: string }) => Promise<Response>
type Pace = { startAt: number; until: (at: number) => Promise<void>; onMoment?: (moment: Moment) => void }

/** Plays a story through the public API, as the store's systems would: same endpoints, signatures and words. */
export async function play(
  { moments }: Story,
  systems: Systems,
  post: Post,
  { startAt, until, onMoment }: Pace,
): Promise<void> {
  for (const [index, moment] of moments.entries()) {
    const at = startAt + moment.at
    await until(at)
    const { path, headers, body } = requestOf(moment.telling, systems, at, index)
    const response = await post(path, { method: 'POST', headers, body })
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    await response.arrayBuffer()
    onMoment?.(moment)
  }
}

function requestOf(telling: Telling, systems: Systems, at: number, index: number) {
  switch (telling.by) {
    case 'pos': {
      const body = JSON.stringify(telling.order)
      const signature = createHmac('sha256', systems.woo.secret).update(body).digest('base64')
      const headers = {
        'content-type': 'application/json',
        'x-wc-webhook-topic': telling.topic,
        'x-wc-webhook-signature': signature,
        'x-wc-webhook-delivery-id': `delivery-${index}`,
      }
      return { path: `/v1/pos/${systems.woo.connectionId}`, headers, body }
    }
    case 'dispatch': {
      const { type, data } = telling
      const time = new Date(at).toISOString()
      const body = JSON.stringify({ specversion: '1.0', id: `evening-${index}`, source: '/dispatch', type, time, data })
      const headers = { 'content-type': 'application/cloudevents+json', authorization: `Bearer ${systems.api.secret}` }
      return { path: '/v1/events', headers, body }
    }
    case 'phone':
      return ownTracks(telling, systems, at)
    default:
      return telling satisfies never
  }
}

function ownTracks({ driverId, position }: Extract<Telling, { by: 'phone' }>, systems: Systems, at: number) {
  const phone = systems.phones[driverId]
  if (!phone) throw new Error(`Driver ${driverId} has no phone`)
  const { lat, lng, accuracyMeters, speedMetersPerSecond, headingDegrees } = position
  const body = JSON.stringify({
    _type: 'location',
    tid: driverId.slice(0, 2),
    tst: Math.floor(at / 1_000),
    lat,
    lon: lng,
    ...(accuracyMeters !== undefined && { acc: Math.round(accuracyMeters) }),
    ...(speedMetersPerSecond !== undefined && { vel: Math.round(speedMetersPerSecond * 3.6) }),
    ...(headingDegrees !== undefined && { cog: Math.round(headingDegrees) }),
  })
  const password = Buffer.from(`${driverId}:${phone.secret}`).toString('base64')
  const headers = { 'content-type': 'application/json', authorization: `Basic ${password}` }
  return { path: `/v1/driver/${phone.connectionId}`, headers, body }
}

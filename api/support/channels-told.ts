import type { Database } from '../../db/open.ts'
import { optOutsOf } from '../../db/opt-outs.ts'
import { reachOf } from '../../db/reach.ts'
import type { SupportOrder } from '../contract-support.ts'
import type { Dispensary } from '../domain/dispensary.ts'
import { CHANNELS, type Channel } from '../domain/notification.ts'
import type { Order } from '../domain/order.ts'

type Told = SupportOrder['channels'][number]

/** The channels that reach an order's customer, and by what messages on them are stopped. */
export async function channelsTold(db: Database, dispensary: Dispensary, order: Order): Promise<Told[]> {
  const whose = { dispensaryId: dispensary.id, orderId: order.id }
  if (order.forgottenAt !== undefined) return []
  const { phone, email, device } = await reachOf(db, whose)
  const reaches: Record<Channel, boolean> = { 'web-push': device, email, sms: phone }
  const everywhere = await optOutsOf(db, whose)
  return CHANNELS.filter((channel) => reaches[channel]).map((channel) => {
    const onIt = (one: { channel: Channel }): boolean => one.channel === channel
    const ofAll = new Set(everywhere.filter(onIt).map(({ source }) => source))
    const ofThis = new Set((order.optedOut ?? []).filter(onIt).map(({ source }) => source))
    const stops: Told['stops'] = [...ofAll].map((source) => ({ source, scope: 'everywhere' as const }))
    for (const source of ofThis) if (!ofAll.has(source)) stops.push({ source, scope: 'order' })
    return { channel, isSent: channel !== 'sms' || dispensary.smsAttestation !== undefined, stops }
  })
}

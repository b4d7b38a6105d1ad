import type { SupportOrder } from '../../api/contract-support.ts'

type Channel = SupportOrder['channels'][number]
type Source = Channel['stops'][number]['source']

/** A channel as the support page prints it. */
type ChannelTold = { channel: Channel['channel']; name: string; words: string; mayAllow: boolean }
/** What can be stopped of an order's messages, and what is; none where nobody can be reached. */
export type StopsTold = { orderId: string; number: string; channels: ChannelTold[] }

export const CHANNEL_NAMES: Record<Channel['channel'], string> = {
  'web-push': 'Push',
  email: 'E-mail',
  sms: 'Text messages',
}

const BY: Record<Source, string> = {
  page: 'by the customer, on their page',
  device: 'by the customer, on their device',
  text: 'by a text of the customer',
  email: 'by the customer, in their mail',
  carrier: 'by their carrier',
  checkout: 'by a no at the checkout',
  staff: 'by staff',
}

export function tellStops({ orderId, number, channels, forgottenAt }: SupportOrder): StopsTold | null {
  if (forgottenAt !== null || channels.length === 0) return null
  return {
    ...{ orderId, number },
    channels: channels.map(({ channel, isSent, stops }) => ({
      ...{ channel, name: CHANNEL_NAMES[channel], words: wordsOf(isSent, stops) },
      mayAllow: stops.some(({ source }) => source === 'staff'),
    })),
  }
}

function wordsOf(isSent: boolean, stops: Channel['stops']): string {
  if (stops.length === 0) return isSent ? 'On' : 'Not sent by this store'
  const everywhere = stops.filter(({ scope }) => scope === 'everywhere')
  const [meant, of] = everywhere.length > 0 ? [everywhere, 'every order'] : [stops, 'this order']
  return `Stopped for ${of}, ${meant.map(({ source }) => BY[source]).join(' and ')}`
}

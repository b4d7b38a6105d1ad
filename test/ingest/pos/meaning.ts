import type { Meaning } from '../../../api/ingest/vendor.ts'

export const NOTHING: Meaning = { events: [], fixes: [], unknown: [] }

export const idsOf = ({ events }: Meaning): string[] => events.map(({ eventId }) => eventId)

/** The event that says where the order stands: told last, after what is said of the order itself. */
export const standingOf = ({ events }: Meaning): string => {
  const [type = ''] = events.map(({ event }) => event.type).slice(-1)
  return type === 'order.received' || type === 'order.updated' ? '' : type
}

/** Each event in short: when it was, what it is, and whatever else it says. */
export const storyOf = ({ events }: Meaning): string[] =>
  events.map(({ event: { time, type, data } }) => {
    const { orderId: _, ...rest } = data as { orderId?: string }
    const more = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : ''
    return `${new Date(time).toISOString()} ${type}${more}`
  })

export const contactIn = ({ events }: Meaning, orderId: string): object | undefined =>
  events.find(({ attached }) => attached)?.attached?.contacts?.[orderId]

import type { NotificationKind } from '../../api/domain/notification.ts'
import { minutes } from '../../api/domain/time.ts'
import type { Recipient, Rendered } from '../../api/ports.ts'
import { render } from '../../templates/render.ts'

/** A Friday evening in California. */
export const NOW = Date.parse('2026-04-24T18:00:00-07:00')

/** A message as the templates write it, true for ten minutes. */
export function aMessage(channel: Recipient['channel'], kind: NotificationKind = 'arriving-soon'): Rendered {
  const message = render(kind, channel, 'es', {
    dispensary: {
      name: 'Señor Alder',
      legalName: 'Alder Bay Deliveries, LLC',
      licence: 'C9-0000123-LIC',
      phone: '+14155550123',
      email: 'hello@alderbay.example',
      timeZone: 'America/Los_Angeles',
      accent: '#1f6f54',
    },
    orderNumber: '1042',
    window: { from: NOW + minutes(2), to: NOW + minutes(8) },
    driverFirstName: 'Sam',
    stopsBefore: 0,
    url: 'https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA',
    minimumAge: 21,
  })
  return {
    ...message,
    unsubscribeUrl: `${message.url}/stop`,
    id: 'alder-bay:1042:arriving-soon:1:sms',
    topic: 'order-1042',
    expiresAt: NOW + minutes(10),
  }
}

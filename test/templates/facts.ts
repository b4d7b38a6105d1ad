import { minutes } from '../../api/domain/time.ts'
import type { Facts } from '../../templates/template.ts'

/** Twenty past six on a Friday evening in California. */
export const EVENING = Date.parse('2026-04-24T18:20:00-07:00')

export const FACTS: Facts = {
  dispensary: {
    name: 'Alder Bay',
    legalName: 'Alder Bay Deliveries, LLC',
    licence: 'C9-0000123-LIC',
    phone: '+14155550123',
    email: 'hello@alderbay.example',
    timeZone: 'America/Los_Angeles',
    accent: '#1f6f54',
  },
  orderNumber: '1042',
  window: { from: EVENING, to: EVENING + minutes(20) },
  driverFirstName: 'Sam',
  stopsBefore: 2,
  reason: 'not-home',
  reachedAt: EVENING + minutes(11),
  url: 'https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA',
  minimumAge: 21,
}

/** What is known when almost nothing is. */
export const BARE: Facts = {
  dispensary: FACTS.dispensary,
  orderNumber: '1042',
  url: FACTS.url,
  minimumAge: 21,
}

/** The words of an HTML page as its reader sees them, line by line. */
export const wordsOfHtml = (html: string): string =>
  html
    .replace(/<style>[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, '')
    .replace(/\n/g, ' ')
    .replace(/<(?:\/(?:p|td|h1|div|title)|br)>/g, '\n')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\u00a0|&nbsp;|&#847;|&zwnj;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/ +/g, ' ')
    .replace(/(?: ?\n ?)+/g, '\n')

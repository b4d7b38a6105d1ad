import type { TrackView } from '../../api/contract.ts'
import type { DetailsDenied, OrderDetails } from '../../api/contract-page.ts'
import { inSpanish, views } from './views.ts'

const PUSH = { publicKey: 'BKey' }
const view = views['out-for-delivery']

export const details: OrderDetails = {
  address: '12 Juniper Street, Apt 4',
  totalCents: 8_450,
  payment: 'due',
  note: 'Gate code 4711#\nMind the dog',
  handoff: null,
}

type Messages = NonNullable<App.Locals['messages']>
const messages = (told: TrackView, choices: Messages['choices'], more: Partial<Messages> = {}): App.Locals => ({
  messages: { view: told, token: 'a-token', push: PUSH, choices, ...more },
})
const shown = (
  told: TrackView,
  answer: { details: OrderDetails } | { denied: DetailsDenied } | object,
): App.Locals => ({
  details: { view: told, token: 'a-token', ...answer },
})

const afterwards = (told: Partial<NonNullable<App.Locals['afterwards']>>): App.Locals => ({
  afterwards: { token: 'a-token', accent: view.dispensary.accent, locale: 'en', email: null, sms: null, ...told },
})

const ON = { push: 'off', email: 'on', sms: 'on' } as const

/** Every state of the pages beside the tracking page, by its address. */
export const besidePages: Record<string, App.Locals> = {
  '/t/a-token/messages': messages(view, ON),
  '/t/a-token/messages?es': messages(inSpanish(view), { ...ON, sms: 'off' }),
  '/t/a-token/messages?no-address': messages(view, { push: 'off', email: 'unknown', sms: null }),
  '/t/a-token/messages?fault': messages(view, { push: 'off', email: 'unknown', sms: null }, { fault: 'email' }),
  '/t/a-token/messages?silent': messages(view, { push: 'off', email: 'off', sms: 'off' }, { mayStopAll: true }),
  '/t/a-token/afterwards': afterwards({ email: 'on', sms: 'stopped' }),
  '/t/a-token/afterwards?es': afterwards({ email: 'on', sms: 'on', locale: 'es' }),
  '/t/a-token/afterwards?silent': afterwards({ email: 'off', sms: null }),
  '/t/a-token/details': shown(view, {}),
  '/t/a-token/details?es': shown(inSpanish(view), {}),
  '/t/a-token/details?wrong': shown(view, { denied: { why: 'wrong', left: 3 } }),
  '/t/a-token/details?closed': shown(inSpanish(view), { denied: { why: 'closed' } }),
  '/t/a-token/details?network': shown(view, { denied: { why: 'network' } }),
  '/t/a-token/details?no-phone': shown(view, { denied: { why: 'no-phone' } }),
  '/t/a-token/details?shown': shown(view, { details }),
  '/t/a-token/details?handed-over': shown(views.delivered, {
    details: {
      ...details,
      payment: 'paid',
      note: null,
      handoff: { at: '2026-04-24T19:44:00-07:00', idChecked: true, driver: 'Sam' },
    },
  }),
}

import type { SupportWording, WordingForm } from '../../api/contract-wording.ts'
import { CHANNELS, NOTIFICATION_KINDS } from '../../api/domain/notification.ts'
import { segments } from '../../templates/gsm7.ts'
import { messageFaults, renderAsWorded } from '../../templates/render.ts'
import { PLACEHOLDERS } from '../../templates/wording.ts'
import { FACTS } from '../templates/facts.ts'

type Worded = SupportWording['messages'][number]['languages'][number]
type Kind = WordingForm['kind']
type Locale = WordingForm['locale']

const OWN = 'Order {order} is yours, enjoy your evening.'
const facts = { ...FACTS, dispensary: { ...FACTS.dispensary, name: 'Alder Bay Provisions' } }
const by = 'rosa@alderbay.example'

function worded(kind: Kind, locale: Locale, text: string, draft: Worded['draft']): Worded {
  const own = (draft?.text ?? text) || undefined
  const versions = [
    { version: 2, text, by, at: '2026-04-24T16:02:00-07:00' },
    { version: 1, text: 'Thank you, and good night.', by: 'kim@alderbay.example', at: '2026-03-02T10:20:00-08:00' },
  ]
  return {
    ...{ locale, text, draft, version: text ? 2 : 0, versions: text ? versions : [] },
    previews: CHANNELS.map((channel) => {
      const told = { ...facts, own }
      const message = renderAsWorded(kind, channel, locale, told)
      return {
        ...{ channel, title: message.subject, text: message.text, faults: messageFaults(message, channel, told) },
        letterUrl: channel === 'email' ? `/support/wording/letters/${kind}/${locale}` : null,
        segments: channel === 'sms' ? segments(message.text) : null,
      }
    }),
  }
}

const locals = (draft: Worded['draft'], orders: SupportWording['orders']): App.Locals => ({
  wording: {
    ...{ storeName: facts.dispensary.name, accent: '#1f6f5c', timeZone: 'America/Los_Angeles', email: by },
    ...{ orderId: orders[0]?.id ?? null, orders, longestSentence: 120 },
    messages: NOTIFICATION_KINDS.map((kind) => ({
      kind,
      placeholders: [...PLACEHOLDERS[kind]],
      languages: (['en', 'es'] as const).map((locale) =>
        worded(
          kind,
          locale,
          kind === 'delivered' && locale === 'en' ? OWN : '',
          (kind === 'preparing' && draft) || null,
        ),
      ),
    })),
  },
})

/** An e-mail by its address, as the API answers it. */
export function letterAt(path: string): string | undefined {
  const [, kind, locale] = /^\/support\/wording\/letters\/([\w-]+)\/(en|es)$/.exec(path) ?? []
  const own = kind === 'delivered' && locale === 'en' ? OWN : undefined
  const known = NOTIFICATION_KINDS.find((one) => one === kind)
  return known && renderAsWorded(known, 'email', locale as Locale, { ...facts, own }).html
}

/** What the page of wordings shows, by its address. */
export const wordingPages: Record<string, App.Locals> = {
  '/support/wording': locals(null, [
    { id: '1', number: '1042' },
    { id: '2', number: '1041' },
  ]),
  '/support/wording?refused': locals(
    { text: 'Thank you for choosing our edibles.', fault: { rule: 'product-word', found: 'edibles' } },
    [],
  ),
}

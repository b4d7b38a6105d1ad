import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Locale } from '../../api/domain/contact.ts'
import { CHANNELS, NOTIFICATION_KINDS } from '../../api/domain/notification.ts'
import { copyFaults } from '../../templates/copy-rules.ts'
import { helpMail } from '../../templates/help.ts'
import { linkIn } from '../../templates/links.ts'
import { segments } from '../../templates/gsm7.ts'
import { render } from '../../templates/render.ts'
import type { Facts } from '../../templates/template.ts'
import { BARE, FACTS, wordsOfHtml } from './facts.ts'

const LOCALES: Locale[] = ['en', 'es']
const EVERY = NOTIFICATION_KINDS.flatMap((kind) =>
  CHANNELS.flatMap((channel) => LOCALES.map((locale) => ({ kind, channel, locale }))),
)

/** Every fault of every message that can be made of these facts, wherever a reader would see it. */
function faults(facts: Facts) {
  const messages = EVERY.map(({ kind, channel, locale }) => ({ channel, ...render(kind, channel, locale, facts) }))
  const answers = LOCALES.flatMap((locale) =>
    [true, false].map((isShown) => ({ channel: 'email' as const, ...helpMail(locale, { ...facts, isShown }) })),
  )
  return [...messages, ...answers].flatMap(({ kind, channel, locale, subject, text, html = '', from }) => {
    const seen = [
      ...copyFaults(text, channel),
      ...[subject, from.name, from.email ?? '', wordsOfHtml(html)].flatMap((words) => copyFaults(words)),
    ]
    // The one host besides ours: where HELP says that the store itself can be written to.
    const store = kind === 'help' ? (from.email ?? facts.url) : facts.url
    const links = [subject, text, from.name, wordsOfHtml(html)].flatMap(
      (words) => linkIn(words.replaceAll(facts.url, ' ').replaceAll(store, ' ')) ?? [],
    )
    return [...seen, ...links.map((found) => ({ rule: 'link', found }))].map((fault) => ({
      ...{ kind, channel, locale },
      ...fault,
    }))
  })
}

const from = (dispensary: Partial<Facts['dispensary']>, facts: Partial<Facts> = {}): Facts => ({
  ...FACTS,
  ...facts,
  dispensary: { ...FACTS.dispensary, ...dispensary },
})

const NASTY: [string, Facts][] = [
  ['the usual facts', FACTS],
  ['almost no facts', BARE],
  ['a name that says what is sold', from({ name: 'Alder Bay Cannabis Co.', legalName: 'Alder Bay Cannabis, LLC' })],
  ['a Spanish name that says it', from({ name: 'La Mota Feliz', legalName: 'Dispensario La Mota, S.A.' })],
  ['a mailbox that says it', from({ email: 'orders@best-weed.example' })],
  ['a name of three hundred letters', from({ name: 'Alder Bay Wellness '.repeat(16) })],
  ['a name of one endless word', from({ name: 'A'.repeat(300) })],
  ['a name that says it only when cut', from({ name: 'Alder Bay Provisions and Weed & Sons' })],
  ['a name with an emoji', from({ name: 'Alder 🍁 Bay' })],
  ['a name no phone can write', from({ name: '大麻坊' })],
  ['a name with accents and brackets', from({ name: 'Café Ágata [Norte] {€}' })],
  ['a name with a price', from({ name: 'All for $5' })],
  ['a name that is an address', from({ name: '420 Main St', legalName: '420 Main Street Holdings' })],
  ['a name that is a short link', from({ name: 'bit.ly/alder' })],
  ['a name that is a site', from({ name: 'alderbay.com', legalName: 'Alderbay.com, LLC' })],
  ['a name that a text message makes a site of', from({ name: 'alderbay．com', legalName: 'alderbay․com' })],
  ['a name with a mailbox', from({ name: 'orders@alderbay.example' })],
  ['an order number that is a site', { ...FACTS, orderNumber: 'evil.com/1042' }],
  ['a driver who is a site', { ...FACTS, driverFirstName: 'evil。com' }],
  ['an order number in a disguise', { ...FACTS, orderNumber: 'w.3.3.d' }],
  ['a name in two lines', from({ name: 'Alder\r\nBcc: eve@example.com' })],
  ['an order number that names the goods', { ...FACTS, orderNumber: 'THC-1042' }],
  ['an order number like a weight', { ...FACTS, orderNumber: '3.5g' }],
  ['an order number of forty letters', { ...FACTS, orderNumber: 'ORDER-'.repeat(7).slice(0, 40) }],
  ['an order number no phone can write', { ...FACTS, orderNumber: '№ ٤٢' }],
  ['a driver called Mary Jane', { ...FACTS, driverFirstName: 'Mary Jane' }],
  ['a driver with a very long name', { ...FACTS, driverFirstName: 'Maximiliana-Guadalupe '.repeat(3) }],
  ['a long link', { ...FACTS, url: `https://track.a-rather-long-name-for-a-host.example.com/t/${'aB3'.repeat(14)}` }],
  [
    'everything long at once',
    from(
      { name: 'Alder Bay Wellness '.repeat(16) },
      {
        orderNumber: 'ORDER-'.repeat(7).slice(0, 40),
        url: `https://track.${'long-'.repeat(12)}name.example.com/t/${'aB3'.repeat(14)}`,
      },
    ),
  ],
  ['a link whose token spells it', { ...FACTS, url: 'https://track.example.com/t/x-THC-weed-3g-Kush9aZ1' }],
  ['forty stops before', { ...FACTS, stopsBefore: 40 }],
  ['a phone with no digits', from({ phone: 'n/a' })],
]

test.each(NASTY)('no message says what it may not: %s', (_, facts) => {
  expect(faults(facts)).toEqual([])
})

test('no fact that others write can make a message say what it may not, or be too long for a phone', () => {
  const wild = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom(
      'cannabis',
      'Weed & Co',
      '3.5 g',
      '$5',
      '123 Main St',
      '🍁',
      't.co/x',
      'flower',
      'Ágata',
      '€€€€',
      'evil．com',
      'w\u2800eed',
      'Wееd',
      'a@b.c',
    ),
    fc
      .tuple(
        fc.constantFrom('THC', 'pre', '12', 'Calle'),
        fc.constantFrom(' ', '-', '\u200b', '\n'),
        fc.constantFrom('roll', 'oz', 'Sol 12', 'x'),
      )
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(wild, wild, wild, wild, (name, legalName, orderNumber, driverFirstName) => {
      expect(faults(from({ name, legalName }, { orderNumber, driverFirstName }))).toEqual([])
    }),
    { numRuns: 35 },
  )
})

describe('text messages', () => {
  test('with an ordinary name and link the English ones are one part, the Spanish ones two', () => {
    const parts = (locale: Locale) =>
      NOTIFICATION_KINDS.map((kind) => segments(render(kind, 'sms', locale, FACTS).text))
    expect(new Set(parts('en'))).toEqual(new Set([1]))
    expect(Math.max(...parts('es'))).toBe(2)
  })

  test('every one carries the link whole and says how to stop them', () => {
    for (const [, facts] of NASTY) {
      for (const kind of NOTIFICATION_KINDS) {
        expect(render(kind, 'sms', 'en', facts).text).toContain(`${facts.url} Reply STOP`)
        expect(render(kind, 'sms', 'es', facts).text).toContain(`${facts.url} Responda STOP`)
      }
    }
  })
})

import { describe, expect, test } from 'vitest'
import type { Locale } from '../../api/domain/contact.ts'
import { CHANNELS, NOTIFICATION_KINDS } from '../../api/domain/notification.ts'
import { messageFaults, render } from '../../templates/render.ts'
import { wordingFault } from '../../templates/wording-rules.ts'
import { PLACEHOLDERS } from '../../templates/wording.ts'
import { BARE, FACTS, wordsOfHtml } from './facts.ts'

const LOCALES: Locale[] = ['en', 'es']
const EVERY = NOTIFICATION_KINDS.flatMap((kind) => LOCALES.map((locale) => ({ kind, locale })))

describe.each(EVERY)('$kind in $locale', ({ kind, locale }) => {
  test('carries the dispensary’s own sentence once on every channel, and still all that it must say', () => {
    for (const channel of CHANNELS) {
      const own = render(kind, channel, locale, { ...FACTS, own: 'Good evening to you' })
      expect(own.text.split('Good evening to you.')).toHaveLength(2)
      if (own.html) expect(wordsOfHtml(own.html)).toContain('Good evening to you.')
      expect(own.text).not.toMatch(/\.\.| {2}|\. \./)
      const { text, subject } = render(kind, channel, locale, FACTS)
      expect(own.subject).toBe(subject)
      for (const must of [/STOP/, /photo ID|ID oficial|identificación/, /\(415\) 555-0123/, /https:\S+/])
        expect([must, must.test(own.text)]).toEqual([must, must.test(text)])
    }
  })

  test('fills in all that it may name', () => {
    const own = PLACEHOLDERS[kind].map((name) => `{${name}}`).join(', ')
    expect(wordingFault(kind, locale, own, FACTS)).toBeUndefined()
    for (const channel of CHANNELS) {
      const { text } = render(kind, channel, locale, { ...FACTS, own })
      expect(text).not.toMatch(/[{}]|undefined/)
      expect(text).toMatch(kind === 'delivered' ? /1042, 6:31/ : /1042, /)
    }
  })

  test('has our words where the sentence names what is not known, or would make it say what it may not', () => {
    const bare = { ...BARE, orderNumber: 'THC-1' }
    for (const channel of CHANNELS) {
      expect(render(kind, channel, locale, { ...bare, own: 'It is {order}.' })).toEqual(
        render(kind, channel, locale, bare),
      )
      for (const own of ['Thank you for the flower.', 'Only $5!'])
        expect(render(kind, channel, locale, { ...FACTS, own })).toEqual(render(kind, channel, locale, FACTS))
    }
  })
})

test('a text message writes it in the alphabet of phones', () => {
  const message = render('delivered', 'sms', 'es', {
    ...FACTS,
    own: '¡Que tenga una linda noche, aquí estamos – siempre!',
  })
  expect(message.text).toContain('¡Que tenga una linda noche, aqui estamos - siempre!')
  expect(messageFaults(message, 'sms', FACTS)).toEqual([])
})

test.each(['Thanks.See you', 'www.alder', 'https://x', 'ana@alder', 'alder.shop'])('%s holds a link', (text) => {
  expect(wordingFault('delivered', 'en', text, FACTS)?.rule).toBe('link')
})
test.each(['Thanks. See you at 6:30 p.m.', 'Call {phone}.', '¿Todo bien? Gracias...'])('%s holds none', (text) => {
  expect(wordingFault('delivered', 'en', text, FACTS)).toBeUndefined()
})

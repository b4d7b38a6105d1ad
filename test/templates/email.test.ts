import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NOTIFICATION_KINDS } from '../../api/domain/notification.ts'
import { accents, DARK_CARD } from '../../templates/colour.ts'
import { render } from '../../templates/render.ts'
import type { Facts } from '../../templates/template.ts'
import { FACTS, wordsOfHtml } from './facts.ts'

const htmlOf = (facts: Facts, kind: (typeof NOTIFICATION_KINDS)[number] = 'out-for-delivery'): string =>
  render(kind, 'email', 'en', facts).html ?? ''
const linksOf = (html: string): string[] => [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href)
const from = (dispensary: Partial<Facts['dispensary']>): Facts => ({
  ...FACTS,
  dispensary: { ...FACTS.dispensary, ...dispensary },
})

describe('the e-mail as a page', () => {
  test.each(NOTIFICATION_KINDS)('%s says in HTML what it says in text', (kind) => {
    for (const locale of ['en', 'es'] as const) {
      const { html = '', text } = render(kind, 'email', locale, FACTS)
      const seen = wordsOfHtml(html)
      const lines = text.split('\n').filter((line) => line !== '' && !line.includes('https://'))
      const parts = lines.flatMap((line) => line.replace(/:$/, '').split(/(?<=foto|ready)\. /))
      expect(parts.filter((part) => !seen.includes(part.replace(/^(Call|Llame al) /, '')))).toEqual([])
      expect(html).toContain(`<html lang="${locale}"`)
    }
  })

  test('the window is its headline, and one button leads to the page, and a line of its foot to where messages are stopped', () => {
    const html = htmlOf(FACTS)
    expect(html).toMatch(/<h1 [^>]*font-size:46px[^>]*>6:20–6:40\u00a0PM<\/h1>/)
    expect(linksOf(html)).toEqual([FACTS.url, 'tel:4155550123', `${FACTS.url}/messages`])
  })

  test('who could not be reached can call with a tap', () => {
    expect(linksOf(htmlOf(FACTS, 'not-delivered'))).toEqual([
      FACTS.url,
      ...['tel:4155550123', 'tel:4155550123'],
      `${FACTS.url}/messages`,
    ])
  })

  test('the licence stands in it, and the legal name unless that says what is sold', () => {
    expect(wordsOfHtml(htmlOf(FACTS))).toContain('Alder Bay Deliveries, LLC\nLicense C9-0000123-LIC\n')
    const telling = wordsOfHtml(htmlOf(from({ legalName: 'Alder Bay Cannabis, LLC' })))
    expect(telling).toContain('License C9-0000123-LIC\nFull business details are on your tracking page.')
  })

  test('nothing that others wrote is read as HTML', () => {
    const evil = `"><img src=x onerror=alert(1)>'&`
    const html = htmlOf({
      ...from({ name: evil, legalName: evil, licence: evil, phone: evil, accent: evil }),
      driverFirstName: evil,
      orderNumber: evil,
      url: `https://x.example/"onclick="${evil}`,
    })
    expect(html).not.toContain('<img')
    expect(html).not.toMatch(/"\s*onclick=|"onclick=/)
    expect(wordsOfHtml(html)).toContain('<img src=x')
  })

  test('it asks nobody else for anything: no pictures, fonts or scripts', () => {
    for (const kind of NOTIFICATION_KINDS) {
      expect(htmlOf(FACTS, kind)).not.toMatch(/<img|<script|<link|@import|url\(|src=/)
    }
  })

  test('it is far below the size at which Gmail cuts mail off', () => {
    for (const kind of NOTIFICATION_KINDS) expect(Buffer.byteLength(htmlOf(FACTS, kind))).toBeLessThan(20_000)
  })
})

/** Contrast ratio, WCAG 2.2. */
function contrast(one: string, other: string): number {
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const [a, b] = [luminance(one) + 0.05, luminance(other) + 0.05]
  return Math.max(a, b) / Math.min(a, b)
}

describe('the dispensary’s colour', () => {
  test('whatever it is, words in it and on it can be read, by day and by night', () => {
    const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)
    fc.assert(
      fc.property(colour, (accent) => {
        const { light, dark } = accents(accent)
        // The colours are rounded to whole steps, which costs a trace.
        for (const [shown, card] of [[light, '#ffffff'] as const, [dark, DARK_CARD] as const]) {
          expect(contrast(shown.words, card)).toBeGreaterThanOrEqual(4.45)
          expect(contrast(shown.ink, shown.fill)).toBeGreaterThanOrEqual(4.45)
          expect(contrast(shown.fill, card)).toBeGreaterThanOrEqual(1.29)
        }
      }),
    )
  })

  test('a colour that reads well already is left alone, and nonsense is a calm green', () => {
    expect(accents('#1f6f54').light).toEqual({ words: '#1f6f54', fill: '#1f6f54', ink: '#ffffff' })
    expect(accents('#ffd400').light).toMatchObject({ fill: '#ffd400', ink: '#141615' })
    expect(accents('red')).toEqual(accents('#1f6f54'))
  })
})

import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TrackView } from '../../api/contract.ts'
import { copyFaults } from '../../templates/copy-rules.ts'
import { builtSite } from './site-server.ts'
import { besidePages } from './beside-pages.ts'
import { supportPages } from './support-orders.ts'
import { inSpanish, stateNames, views } from './views.ts'

const ORIGIN = 'https://track.example.com'

type Printed = { status: number; headers: Headers; html: string; policy: string }

let print: (path: string, locals?: App.Locals) => Promise<Printed>
beforeAll(async () => {
  const { render } = await builtSite()
  print = async (path, locals = {}) => {
    const response = await render(new Request(`${ORIGIN}${path}`), { locals })
    const { status, headers } = response
    return { status, headers, html: await response.text(), policy: headers.get('content-security-policy') ?? '' }
  }
})

const track = (view: TrackView, more: Partial<NonNullable<App.Locals['track']>> = {}): App.Locals => ({
  track: { view, token: 'a-token', withDetails: true, ...more },
})
/** What a script writes down is no element of the page. */
const withoutCode = (html: string): string => html.replace(/(<script[^>]*>).*?(?=<\/script>)/gs, '$1')
const wordsOf = (html: string): string =>
  html
    .replace(/<(script|style)[^>]*>.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/[\s\u00a0]+/g, ' ')

/** Every page there is, as it may be asked for. */
const PAGES: [name: string, path: string, locals: () => App.Locals][] = [
  ...stateNames.map((name): (typeof PAGES)[number] => [name, '/t/a-token', () => track(views[name])]),
  ...Object.entries({ ...supportPages, ...besidePages }).map(([path, locals]): (typeof PAGES)[number] => [
    path,
    path,
    () => locals,
  ]),
  ['the front page', '/', () => ({})],
  ['the guide', '/embed', () => ({})],
  ['an unknown link', '/t/nobody-knows', () => ({})],
]

describe.each(PAGES)('%s', (_name, path, locals) => {
  test('asks nobody else for anything', async () => {
    const { html } = await print(path, locals())
    const fetched = [
      ...withoutCode(html).matchAll(/<(?:script|link|img|source|iframe)\b[^>]*?\b(?:src|href)="([^"]+)"/g),
    ].map(([, url]) => url)
    expect(fetched.filter((url) => !url?.startsWith('/'))).toEqual([])
  })

  test('has a policy under which nothing inline runs unless its hash is named', async () => {
    const { html, policy } = await print(path, locals())
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(withoutCode(html)).not.toMatch(/<[a-z][^>]*\s(style|on[a-z]+)=/)
    const inline = [...html.matchAll(/<(style|script)(?![^>]*(?:\bsrc=|application\/json))[^>]*>(.*?)<\/\1>/gs)].map(
      ([, , text]) => text ?? '',
    )
    for (const text of inline) expect(policy).toContain(`sha256-${createHash('sha256').update(text).digest('base64')}`)
  })

  test('is for the one who has it: not indexed, no referrer', async () => {
    const { html } = await print(path, locals())
    expect(html).toContain('<meta name="robots" content="noindex, nofollow">')
    expect(html).toContain('<meta name="referrer" content="no-referrer">')
  })
})

describe('the tracking page, without any script', () => {
  test.each(stateNames)('%s is complete', async (name) => {
    const { html, status } = await print('/t/a-token', track(views[name]))
    const words = wordsOf(html)
    expect(status).toBe(200)
    expect(words).toContain('Alder Bay Provisions LLC · License C10-0000123-LIC')
    expect(words).toContain('Order 1042')
    expect(words).toContain('Call (707) 555-0100')
    expect(html.match(/<h1/g)).toHaveLength(1)
  })

  test('says when, and what to have ready', async () => {
    const words = wordsOf((await print('/t/a-token', track(views['out-for-delivery']))).html)
    expect(words).toContain('Sam is on the way 7:25 – 7:50 PM 2 stops before yours Very likely by 8:05 PM')
    expect(words).toContain(
      'Your photo ID Driver’s license, state ID, passport, or military ID. The original, not expired.',
    )
  })

  test.each([
    ['out-for-delivery', 'every half minute on the road', '30'],
    ['preparing', 'every five minutes before, for a note may be written', '300'],
    ['delivered', 'not once it is over', undefined],
  ] as const)('%s renews itself %s', async (name, _, seconds) => {
    const { html } = await print('/t/a-token', track(views[name]))
    const noscript = /<noscript><meta http-equiv="refresh" content="(\d+)"><\/noscript>/.exec(html)
    expect(noscript?.[1]).toBe(seconds)
  })

  test('a neutral tab: no store, no order, in the customer’s language', async () => {
    expect((await print('/t/a-token', track(views.preparing))).html).toContain('<title>Your delivery</title>')
    const spanish = (await print('/t/a-token', track(inSpanish(views.preparing)))).html
    expect(spanish).toContain('<title>Su entrega</title>')
    expect(spanish).toMatch(/<html lang="es"/)
  })

  test('words of the store cannot become code', async () => {
    const { dispensary } = views.preparing
    const nasty = {
      ...views.preparing,
      dispensary: { ...dispensary, name: '</script><script>alert(1)</script>', accent: 'red}</style>' },
    }
    const { html } = await print('/t/a-token', track(nasty))
    expect(html).not.toContain('<script>alert')
    expect(html).not.toContain('--doorstep-accent:red')
  })

  test('the store’s accent comes in a style of its own', async () => {
    const { html } = await print('/t/a-token', track(inSpanish(views.preparing)))
    expect(html).toContain('<style>.doorstep{--doorstep-accent:#c2410c}</style>')
  })

  test('a map of another origin may be fetched from, and only that', async () => {
    const { policy } = await print(
      '/t/a-token',
      track(views.preparing, { mapStyleUrl: 'https://tiles.example.org/{scheme}.json' }),
    )
    expect(policy).toContain("connect-src 'self' https://tiles.example.org;")
    expect((await print('/t/a-token', track(views['arriving-soon']))).policy).toContain("connect-src 'self';")
  })
})

describe.each(Object.entries(besidePages))('%s', (path, locals) => {
  test('is complete without script, and names no product', async () => {
    const { html, status } = await print(path, locals)
    expect(status).toBe(200)
    const words = wordsOf(html)
    expect(words).not.toMatch(/undefined|null|NaN|Invalid|\[object/)
    expect(copyFaults(words).filter(({ rule }) => rule === 'product-word')).toEqual([])
    // What comes afterwards has no page of the order to go back to.
    expect(html.includes('href="/t/a-token"')).toBe(!path.includes('/afterwards'))
    expect(html.match(/<h1/g)).toHaveLength(1)
  })
})

describe('a link that is not known', () => {
  test('looks the same whatever was asked for, byte by byte', async () => {
    const [first, second, plain] = await Promise.all(
      ['/t/once-known', '/t/never-known', '/404'].map((path) => print(path)),
    )
    expect(first?.status).toBe(404)
    expect(second?.html).toBe(first?.html)
    expect(plain?.html).toBe(first?.html)
    expect(plain?.status).toBe(404)
    expect([...(second?.headers ?? [])]).toEqual([...(first?.headers ?? [])])
  })

  test('says whom to ask', async () => {
    expect(wordsOf((await print('/t/never-known')).html)).toContain('Ask the store for a new one.')
  })
})

describe('support', () => {
  const support = async (path: string): Promise<string> => wordsOf((await print(path, supportPages[path])).html)

  test('asks who you are first', async () => {
    const words = await support('/support?sign-in')
    expect(words).toContain('Sign in')
    expect(words).not.toContain('Look up')
    expect(await support('/support?fault=sign-in')).toContain('do not fit')
  })

  test('an order shows its whole timeline, late entries as such', async () => {
    const words = await support('/support?number=1042')
    expect(words).toContain('Order 1042 On the way, running late')
    expect(words).toContain('Window 8:10–8:35 PM, very likely by 8:55 PM')
    expect(words).toContain('7:05 PM The stops of route evening-sam were put in another order told at 7:19 PM')
    expect(words).toContain('No. 41 · route.resequenced · pos/dispatch')
  })

  test('a customer can be forgotten, but not without being asked once more', async () => {
    expect(await support('/support?number=1041')).toContain('Forget this customer …')
    const { html } = await print('/support?number=1041', supportPages['/support?number=1041'])
    expect(html).not.toContain('action="/support/forget"')
    const asking = await print('/support?number=1041&forget=ask', supportPages['/support?number=1041&forget=ask'])
    expect(wordsOf(asking.html)).toContain('Forget the customer of order 1041?')
    expect(asking.html).toMatch(
      /<form[^>]*method="post"[^>]*action="\/support\/forget".*name="orderId" value="727".*name="number" value="1041"/s,
    )
  })

  test('whose order is under way is not to be forgotten, and the page says why', async () => {
    const asking = await print('/support?number=1042&forget=ask', supportPages['/support?number=1042&forget=ask'])
    expect(wordsOf(asking.html)).toContain(
      'The driver is under way: this customer can be forgotten once the order is closed.',
    )
    expect(asking.html).not.toContain('action="/support/forget"')
    expect(asking.html).not.toContain('forget=ask')
  })

  test('where a customer was, it says since when they are forgotten', async () => {
    const words = await support('/support?number=1041&forgotten')
    expect(words.replaceAll('\u202f', ' ')).toContain('Customer Forgotten on Apr 24, 2026, 9:40 PM Order id 727')
    expect(words).toContain('The customer was forgotten, as the operator asked')
    expect(words).not.toContain('Forget this customer')
  })

  test('a number without an order is said to have none', async () => {
    expect(await support('/support?number=9999')).toContain('No order 9999')
  })
})

describe('the messages', () => {
  const messages = async (path: string): Promise<string> => wordsOf((await print(path, supportPages[path])).html)

  test('that nobody got are told with their reason, and may be sent again', async () => {
    const words = await messages('/support/messages')
    expect(words).toContain('7 messages were lost')
    expect(words).toContain('Order 1042 “Not delivered” by text message A carrier did not let it pass.')
    expect(words).toContain('so it was not sent twice. The customer may not know.')
    expect(words).toContain(
      'It could not be sent while it was true, and late is worse than not at all. The customer was not told.',
    )
    expect(words).toContain('Told by e-mail instead. Fri, Apr 24, 8:12 PM · push-410')
    const { html } = await print('/support/messages', supportPages['/support/messages'])
    expect(html.match(/<form[^>]*action="\/support\/messages\/renew"/g)).toHaveLength(2)
  })

  test('say so when all is well', async () => {
    expect(await messages('/support/messages?told')).toContain('Every customer was told another way')
    expect(await messages('/support/messages?none')).toContain('Every message found its way')
  })
})

describe('the connections', () => {
  const connections = async (path: string): Promise<string> => wordsOf((await print(path, supportPages[path])).html)

  test('say at a glance what is broken, and what each of them does', async () => {
    const words = await connections('/support/connections')
    expect(words).toContain('3 connections and hooks need you')
    expect(words).toContain('Treez Problem Meadow Late Shopify Test mode Onfleet Not heard yet WooCommerce Works')
    expect(words).toContain(
      'It refuses our keys (401), last 6 min ago. What changed there since 6:41 PM is not known here.',
    )
    expect(words).toContain(
      'Last heard just now, 7:03 PM Last asked 6 min ago, 6:58 PM Everything read up to 23 min ago, 6:41 PM',
    )
    expect(words).toContain('Former secret still holds, until 7:51 PM')
    expect(words).toContain('QUALITY_CHECK Nobody has said what it means. Heard 3 times, last 1 h ago')
    expect(words).toContain('2 min ago would have recorded: order.received 1042, order.verified 1042')
    expect(words).toContain('would have recorded: the unknown status “in_transit” of 820982911946154508')
    expect(words).toContain('Driver’s app, phone of sam')
    expect(words).toContain('Last problem, over now Unknown device (2 days ago, 12:00 PM)')
  })

  test('say so when all is well, and when there are none', async () => {
    expect(await connections('/support/connections?well')).toContain('Everything is heard')
    expect(await connections('/support/connections?late')).toContain('One connection needs you')
    const none = await connections('/support/connections?none')
    expect(none).toContain('Nothing is connected yet Whoever runs Doorstep connects your tills')
    expect(none).not.toContain('test mode')
  })

  test('and the orders lead to each other', async () => {
    for (const [path, current] of [
      ['/support', 'Orders'],
      ['/support/messages', 'Messages'],
      ['/support/connections', 'Connections'],
    ] as const) {
      const { html } = await print(path, supportPages[path])
      const links = [...html.matchAll(/<a href="(\/support[^"?#]*)"( aria-current="page")?[^>]*>\s*(\w+)/g)].map(
        ([, url, , name]) => [url, name],
      )
      expect(links).toEqual(
        expect.arrayContaining([
          ['/support', 'Orders'],
          ['/support/messages', 'Messages'],
          ['/support/connections', 'Connections'],
        ]),
      )
      expect(html).toMatch(new RegExp(`aria-current="page"[^>]*>\\s*${current}`))
    }
  })
})

test('the guide names the origin that the world sees', async () => {
  const { html } = await print('/embed', { publicOrigin: 'https://follow.alderbay.example' })
  expect(wordsOf(html)).toContain('src=&quot;https://follow.alderbay.example/widget.js&quot;')
})

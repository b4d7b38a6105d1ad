import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { TrackView } from '../../api/contract.ts'
import { builtSite } from './site-server.ts'
import { inSpanish, views } from './views.ts'

const DIST = new URL('../../dist/', import.meta.url)

/** Bytes as they travel; a kilobyte is a thousand of them. */
const gzipped = (content: Buffer | string): number => gzipSync(content, { level: 9 }).byteLength
const kilobytes = (n: number): number => n * 1_000

const read = (path: string): Buffer => readFileSync(new URL(path, DIST))
function named(folder: string, pattern: RegExp): string {
  const found = readdirSync(new URL(folder, DIST)).filter((name) => pattern.test(name))
  if (found.length !== 1) throw new Error(`${folder}: ${found.length} files are named ${pattern}`)
  return `${folder}${found[0]}`
}

async function printed(view: TrackView): Promise<string> {
  const { render } = await builtSite()
  const locals = { track: { view, token: 'a-token-of-usual-length', withDetails: true } }
  return (await render(new Request('https://track.example.com/t/a-token'), { locals })).text()
}

test.each([
  ['en', views.delayed],
  ['es', inSpanish(views.delayed)],
])(
  'the tracking page in %s is light: 30 kB in all with font and service worker, 12 of them its script',
  async (language, view) => {
    const html = await printed(view)
    const scripts = [...html.matchAll(/<script[^>]* src="\/([^"]+)"/g)].map(([, path]) => `site/client/${path}`)
    expect(scripts).toHaveLength(1)
    const words = named('site/client/_assets/', new RegExp(`^messages-${language}\\.`))
    const script = gzipped(Buffer.concat(scripts.map(read))) + gzipped(read(words))
    expect(script).toBeLessThan(kilobytes(12))
    const font = read(named('site/client/_assets/', /\.woff2$/)).byteLength
    const worker = gzipped(read('site/client/sw.js'))
    expect(gzipped(html) + script + font + worker).toBeLessThan(kilobytes(30))
  },
)

test('a shop’s page pays nine kilobytes for the element, and ten more beside the first question to show the whole', () => {
  expect(gzipped(read('widget/widget.js'))).toBeLessThan(kilobytes(9))
  expect(gzipped(read(named('widget/widget/', /^card-.*\.js$/)))).toBeLessThan(kilobytes(10))
  expect(gzipped(read(named('widget/widget/', /^look-up-.*\.js$/)))).toBeLessThan(kilobytes(2))
})

test('the guide tells of our own weight what is so, to a fifth of a kilobyte', () => {
  const told = JSON.parse(read('../site/embed/weights.json').toString()) as { bytes: number }[]
  const script = gzipped(read('widget/widget.js'))
  const whole = script + gzipped(read(named('widget/widget/', /^card-.*\.js$/)))
  for (const [n, bytes] of [script, whole].entries()) expect(Math.abs((told[n]?.bytes ?? 0) - bytes)).toBeLessThan(200)
})

test('the element says where an order is in both languages without another file', () => {
  const script = read('widget/widget.js').toString()
  for (const words of ['is on the way', 'va en camino', 'Any minute now', 'En cualquier momento'])
    expect(script).toContain(words)
})

test('what stands printed in the page until it changes is in no script that every page fetches', async () => {
  const [script] = [...(await printed(views.received)).matchAll(/<script[^>]* src="\/([^"]+)"/g)].map(
    ([, path]) => path,
  )
  expect(read(`site/client/${script}`).toString()).not.toMatch(/maxLength|aria-pressed|Notification/)
})

test('the map is in neither', () => {
  for (const path of ['widget/widget.js', named('widget/widget/', /^card-.*\.js$/)]) {
    expect(read(path).toString()).not.toContain('maplibregl-map')
  }
})

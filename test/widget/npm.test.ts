import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { type Listening, listen } from '../site/listen.ts'
import { type OpenSite, openSite } from '../site/site-server.ts'
import { views } from '../site/views.ts'

const PACKED = fileURLToPath(new URL('../../dist/widget/doorstep-tracker.tgz', import.meta.url))
let folder = ''
let doorstep: OpenSite
let shop: Listening

const appFor = (origin: string): string => `import { define, DoorstepTracker } from 'doorstep-tracker'
define('${origin}')
define('${origin}')
const tracker = new DoorstepTracker()
tracker.token = 'arriving-soon'
document.body.append(tracker)`

/** A shop that installs the package as it is handed out, and bundles it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-npm-'))
  doorstep = await openSite({ views: new Map(Object.entries(views)) })
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  const install = ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', PACKED]
  await promisify(execFile)('npm', install, { cwd: folder })
  await writeFile(join(folder, 'app.js'), appFor(doorstep.origin))
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: folder,
    build: { write: false, modulePreload: false, rolldownOptions: { input: join(folder, 'app.js') } },
  })
  const files = [built].flat().flatMap((one) => ('output' in one ? one.output : []))
  const entry = files.find((one) => one.type === 'chunk' && one.isEntry)?.fileName
  const html = `<!doctype html><title>A shop</title><link rel="icon" href="data:,"><body><script type="module" src="/${entry}"></script>`
  shop = await listen(
    createServer(({ url }, response) => {
      const file = files.find(({ fileName }) => url === `/${fileName}`)
      response.writeHead(200, { 'content-type': file ? 'text/javascript' : 'text/html' })
      response.end(file ? ('code' in file ? file.code : file.source) : html)
    }),
  )
}, 60_000)
afterAll(async () => {
  await shop.close()
  await doorstep.close()
  await rm(folder, { recursive: true, force: true })
})

test('the package is imported on a server as well', async () => {
  const script =
    "const { DoorstepTracker, define } = await import('doorstep-tracker'); console.log(typeof DoorstepTracker, typeof define)"
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: folder })
  expect(stdout.trim()).toBe('function function')
})

test('bundled by a shop it shows an order, with the map’s code from Doorstep and not in the bundle', {
  timeout: 60_000,
}, async () => {
  const browser = await launchChromium()
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(shop.origin)
  await page.locator('doorstep-tracker .map.drawn').waitFor()
  await page.getByText('Sam is almost there').waitFor()
  expect(complaints).toEqual([])
  expect(doorstep.asked).toContain('GET /widget/map.js')
  await browser.close()
})

import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'
import type { TrackView } from '../../api/contract.ts'

type Locals = App.Locals
type Rendered = { render: (request: Request, around: { locals: Locals }) => Promise<Response> }

const DIST = new URL('../../dist/', import.meta.url)
const TOWN = new URL('../town/', import.meta.url)
const PLAIN_STYLE = { version: 8, sources: {}, layers: [{ id: 'ground', type: 'background', paint: { 'background-color': '#f1ede4' } }] }

const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain',
}

/** The built site, as the API runs it. `npm run build` comes first. */
export const builtSite = async (): Promise<Rendered> =>
  (await import(new URL('site/server/entry.mjs', DIST).href)) as Rendered

export type Shelf = {
  views: Map<string, TrackView>
  pages: Map<string, Locals>
  push?: { publicKey: string }
}

/** The built site and widget on a port of their own, with views from a shelf instead of a database. */
export async function openSite(shelf: Shelf): Promise<{ origin: string; close: () => Promise<void>; asked: string[] }> {
  const { render } = await builtSite()
  const asked: string[] = []
  const page = async (url: URL, locals: Locals, response: ServerResponse): Promise<void> => {
    const rendered = await render(new Request(url), { locals })
    response.writeHead(rendered.status, Object.fromEntries(rendered.headers))
    response.end(await rendered.text())
  }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    asked.push(`${request.method} ${url.pathname}`)
    const [, area, name = '', rest] = url.pathname.split('/')
    if (area === 'v1') return tell(shelf.views.get(url.pathname.split('/')[3] ?? ''), url.pathname.endsWith('/live'), response)
    if (area === 't') {
      const view = shelf.views.get(name)
      const track = view && { view, token: name, ...(shelf.push && { push: shelf.push }) }
      return page(url, track ? { track } : {}, response)
    }
    const locals = shelf.pages.get(url.pathname)
    if (locals) return page(url, locals, response)
    if (area === 'demo' && rest) return mapStyle(rest, response)
    const file = await fileAt(url.pathname)
    if (!file) return page(url, {}, response)
    const headers = { 'content-type': TYPES[extname(url.pathname)] ?? 'application/octet-stream', 'access-control-allow-origin': '*' }
    response.writeHead(200, headers).end(file)
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const close = (): Promise<void> =>
    new Promise((closed) => {
      server.close(() => closed())
      server.closeAllConnections()
    })
  return { origin: `http://127.0.0.1:${port}`, close, asked }
}

async function fileAt(path: string): Promise<Buffer | undefined> {
  if (path === '/' || path.includes('..')) return undefined
  for (const folder of ['site/client', 'widget']) {
    const file = await readFile(new URL(`${folder}${path}`, DIST)).catch(() => undefined)
    if (file) return file
  }
  return undefined
}

/** The view once, or as the first message of a stream that stays open. */
function tell(view: TrackView | undefined, isStream: boolean, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', '*')
  if (!view) return void response.writeHead(404).end('{}')
  if (!isStream) return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(view))
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(`id: ${view.seq}\ndata: ${JSON.stringify(view)}\n\n`)
}

async function mapStyle(name: string, response: ServerResponse): Promise<void> {
  const file = new URL(name === 'style-dark.json' ? name : 'style.json', TOWN)
  const style = await readFile(file, 'utf8').catch(() => JSON.stringify(PLAIN_STYLE))
  response.writeHead(200, { 'content-type': 'application/json' }).end(style)
}

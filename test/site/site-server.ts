import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname } from 'node:path'
import { text } from 'node:stream/consumers'
import type { TrackView } from '../../api/contract.ts'
import { type Listening, listen } from './listen.ts'
import { letterAt } from './support-wording.ts'

type Locals = App.Locals
type Site = { render: (request: Request, around: { locals: Locals }) => Promise<Response> }

const DIST = new URL('../../dist/', import.meta.url)
const TOWN = new URL('../town/', import.meta.url)

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
export const builtSite = async (): Promise<Site> => (await import(new URL('site/server/entry.mjs', DIST).href)) as Site

/** What is shown: views by token, and what other pages get, by their address. */
export type Shelf = { views: Map<string, TrackView>; pages?: Record<string, Locals>; logo?: string }

export type OpenSite = Listening & {
  /** Every request so far, as `GET /path`. */
  asked: string[]
  /** Bodies of what pages have posted. */
  posted: unknown[]
  /** What an order's page is answered when its customer does something. */
  acted: Map<string, TrackView>
  /** Puts a new view on the shelf and tells everybody who follows it. */
  tell: (token: string, view: TrackView) => void
  /** Takes an order off the shelf: its link has ended. */
  forget: (token: string) => void
  /** How many streams are open. */
  followed: () => number
  /** Cuts every stream, as a network does. */
  cutStreams: () => void
}

/** The built site and widget on a port of their own, with views from a shelf instead of a database. */
export async function openSite({ views, pages = {}, logo }: Shelf): Promise<OpenSite> {
  const { render } = await builtSite()
  const asked: string[] = []
  const posted: unknown[] = []
  const acted = new Map<string, TrackView>()
  const streams = new Map<ServerResponse, string>()

  async function page(url: URL, locals: Locals, response: ServerResponse): Promise<void> {
    const rendered = await render(new Request(url), { locals })
    response.writeHead(rendered.status, Object.fromEntries(rendered.headers)).end(await rendered.text())
  }

  async function track(
    [token = '', what]: string[],
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    response.setHeader('access-control-allow-origin', '*')
    const view = views.get(token)
    if (!view) return void response.writeHead(404).end('{}')
    if (request.method === 'POST') {
      posted.push(JSON.parse(await text(request)))
      if (what === 'push') return void response.writeHead(201).end()
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(acted.get(token)))
    }
    if (what !== 'live')
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(view))
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(messageOf(view))
    streams.set(response, token)
    response.on('close', () => streams.delete(response))
  }

  /** Without script: the form is taken, and the page is shown anew. */
  async function form([token = '']: string[], request: IncomingMessage, response: ServerResponse): Promise<void> {
    posted.push(Object.fromEntries(new URLSearchParams(await text(request))))
    const after = acted.get(token)
    if (after) views.set(token, after)
    response.writeHead(303, { location: `/t/${token}` }).end()
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    asked.push(`${request.method} ${url.pathname}`)
    const [area, ...rest] = url.pathname.slice(1).split('/')
    if (area === 'v1') return track(rest.slice(1), request, response)
    if (area === 'demo') return mapStyle(rest.at(-1), response)
    if (area === 't' && request.method === 'POST') return form(rest, request, response)
    const view = area === 't' && rest.length === 1 && views.get(rest[0] ?? '')
    if (view)
      return page(
        url,
        { track: { view, token: rest[0] ?? '', withDetails: true, ...(logo && rest[0]?.endsWith('-es') && { logo }) } },
        response,
      )
    const letter = letterAt(url.pathname)
    if (letter) return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(letter)
    const locals = pages[`${url.pathname}${url.search}`]
    const file = locals ? undefined : await fileAt(url.pathname)
    if (!file) return page(url, locals ?? {}, response)
    const type = TYPES[extname(url.pathname)] ?? 'application/octet-stream'
    response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(file)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  return {
    ...(await listen(server)),
    asked,
    posted,
    acted,
    tell: (token, view) => {
      views.set(token, view)
      for (const [stream, followed] of streams) if (followed === token) stream.write(messageOf(view))
    },
    forget: (token) => views.delete(token),
    followed: () => streams.size,
    cutStreams: () => {
      for (const stream of streams.keys()) stream.destroy()
    },
  }
}

const messageOf = (view: TrackView): string => `id: ${view.seq}\ndata: ${JSON.stringify(view)}\n\n`

async function fileAt(path: string): Promise<Buffer | undefined> {
  if (path === '/' || path.includes('..')) return undefined
  const read = (folder: string) => readFile(new URL(`${folder}${path}`, DIST)).catch(() => undefined)
  return (await read('site/client')) ?? (await read('widget'))
}

async function mapStyle(name: string | undefined, response: ServerResponse): Promise<void> {
  const style = await readFile(new URL(name === 'style-dark.json' ? name : 'style.json', TOWN), 'utf8')
  response.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' }).end(style)
}

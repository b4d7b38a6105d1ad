import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { askOverHttps } from '../../api/adapters/ask-vendor.ts'
import type { AskVendor } from '../../api/ports.ts'
import { listen } from '../site/listen.ts'

/** How a vendor takes a request: as it should, or in one of the ways in which vendors fail. */
export const MOODS = [
  'well',
  'busy',
  'fault',
  'hang',
  'hang-up',
  'garbage',
  'cut-short',
  'broken-off',
  'elsewhere',
] as const
export type Mood = (typeof MOODS)[number] | 'refuse' | { status: number; headers?: Record<string, string> }

export type Request = {
  method: string
  url: URL
  authorization: string | undefined
  headers: IncomingMessage['headers']
  body: string
}
export type Answer = { status: number; body: unknown }

export type AskedPeer = {
  /** The adapter of the product, but that its requests end here. */
  askVendor: AskVendor
  /** Every request so far, as `GET host/path?query`. */
  asked: string[]
  /** What happens to the next requests; when it is used up, all goes well. */
  moods: Mood[]
  close: () => Promise<void>
}

/** Long enough for a busy machine, and short where nothing will come. */
const patienceFor = (mood: Mood): number => (mood === 'hang' ? 100 : 10_000)

/** A vendor that has to be asked, on a port of its own. */
export async function openAsked(answer: (request: Request) => Answer): Promise<AskedPeer> {
  const asked: string[] = []
  const moods: Mood[] = []

  async function take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers, url = '/' } = incoming
    const host = String(headers['x-host'])
    const request = { method, url: new URL(url, `https://${host}`), headers, body: await text(incoming) }
    const mood = JSON.parse(String(headers['x-mood'])) as Mood
    respond(response, mood, () => answer({ ...request, authorization: headers.authorization }))
  }

  const server = createServer((request, response) => void take(request, response))
  const { origin, close } = await listen(server)
  const sendIn =
    (mood: Mood): typeof fetch =>
    (to, init) => {
      const { host, pathname, search } = new URL(to as URL)
      asked.push(`${init?.method} ${host}${pathname}${search}`)
      const headers = new Headers(init?.headers)
      headers.set('x-host', host)
      headers.set('x-mood', JSON.stringify(mood))
      return fetch(origin + pathname + search, { ...init, headers })
    }
  const askVendor: AskVendor = (ask, signal) => {
    const mood = moods.shift() ?? 'well'
    return askOverHttps({ timeoutMs: patienceFor(mood), maxBytes: 1_000_000, send: sendIn(mood) })(ask, signal)
  }
  return { askVendor, asked, moods, close }
}

function respond(response: ServerResponse, mood: Mood, answer: () => Answer): void {
  if (mood === 'hang') return
  if (mood === 'hang-up') return void response.destroy()
  if (mood === 'busy') return void response.writeHead(429, { 'retry-after': '120' }).end('slow down')
  if (mood === 'fault') return void response.writeHead(503).end('<h1>Service Unavailable</h1>')
  if (mood === 'refuse') return void response.writeHead(401).end('{"error":"invalid_token"}')
  if (mood === 'elsewhere') return void response.writeHead(302, { location: 'https://elsewhere.example/' }).end()
  if (mood === 'garbage') return void response.writeHead(200, JSON_TYPE).end('<html>Ana Reyes, 12 Alder St</html>')
  if (typeof mood === 'object') return void response.writeHead(mood.status, mood.headers).end('{}')
  const { status, body } = answer()
  const whole = JSON.stringify(body)
  const half = whole.slice(0, Math.floor(whole.length / 2))
  if (mood === 'cut-short') return void response.writeHead(status, JSON_TYPE).end(half)
  response.writeHead(status, { ...JSON_TYPE, 'content-length': Buffer.byteLength(whole) })
  if (mood === 'broken-off') return void response.write(half, () => response.destroy())
  response.end(whole)
}

const JSON_TYPE = { 'content-type': 'application/json' }

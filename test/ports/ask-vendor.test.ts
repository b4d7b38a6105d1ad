import { type RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { askOverHttps } from '../../api/adapters/ask-vendor.ts'
import type { Ask, Asked } from '../../api/ports.ts'
import { serve } from './router-servers.ts'

const ASK: Ask = { method: 'GET', url: 'https://pos.example.com/orders?page=1', headers: { 'x-key': 'k3y' } }
const MAX_BYTES = 10_000

/** The adapter, with one vendor in place of the internet, and the hosts that it wanted to reach. */
async function vendor(listener: RequestListener, timeoutMs = 10_000) {
  const origin = await serve(listener)
  const hosts: string[] = []
  const send: typeof fetch = (to, init) => {
    const url = new URL(to as URL)
    hosts.push(url.host)
    return fetch(origin + url.pathname + url.search, init)
  }
  const askVendor = askOverHttps({ timeoutMs, maxBytes: MAX_BYTES, send })
  const ask = (asked: Partial<Ask> = {}, signal = new AbortController().signal): Promise<Asked> =>
    askVendor({ ...ASK, ...asked }, signal)
  return { ask, hosts }
}

describe('a vendor is asked', () => {
  test('with what it wants to hear, and its answer is told', async () => {
    const { ask, hosts } = await vendor((request, response) => {
      response
        .writeHead(200, { 'retry-after': '7' })
        .end(`${request.method} ${request.url} ${String(request.headers['x-key'])} ü`)
    })
    expect(await ask()).toEqual({ outcome: 'answered', status: 200, body: 'GET /orders?page=1 k3y ü', retryAfter: '7' })
    expect(hosts).toEqual(['pos.example.com'])
  })

  test('by POST, with a body', async () => {
    const { ask } = await vendor((request, response) => void request.pipe(response))
    expect(await ask({ method: 'POST', body: 'a=1' })).toMatchObject({ status: 200, body: 'a=1' })
  })

  test.each([400, 401, 404, 429, 500, 503, 304])(
    'and may refuse with %i: what it says then is not read',
    async (status) => {
      const { ask } = await vendor(
        (_, response) =>
          void response.writeHead(status, { 'retry-after': '9' }).end(status === 304 ? undefined : 'secret words'),
      )
      expect(await ask()).toEqual({ outcome: 'answered', status, body: '', retryAfter: '9' })
    },
  )

  test.each(['http://pos.example.com/', 'ftp://pos.example.com/', 'file:///etc/passwd'])(
    'over HTTPS and nothing else: not %s',
    async (url) => {
      const { ask, hosts } = await vendor((_, response) => void response.end())
      expect([await ask({ url }), hosts]).toEqual([{ outcome: 'sent-elsewhere' }, []])
    },
  )
})

describe('its redirects', () => {
  const redirecting =
    (to: string, status = 302): RequestListener =>
    (request, response) => {
      if (request.url === '/there') return void response.end('there')
      response.writeHead(status, { location: to }).end()
    }

  test.each(['/there', 'https://pos.example.com/there'])('are followed to the same host: %s', async (to) => {
    const { ask } = await vendor(redirecting(to))
    expect(await ask()).toMatchObject({ status: 200, body: 'there' })
  })

  test.each([
    'https://elsewhere.example/there',
    'https://pos.example.com:8443/there',
    'https://sub.pos.example.com/there',
    'http://pos.example.com/there',
    '//elsewhere.example/there',
    'https://pos.example.com@elsewhere.example/there',
  ])('are not followed with our keys to %s', async (to) => {
    const { ask, hosts } = await vendor(redirecting(to))
    expect([await ask(), hosts]).toEqual([{ outcome: 'sent-elsewhere' }, ['pos.example.com']])
  })

  test('are not followed with a password, nor for ever', async () => {
    const once = await vendor(redirecting('/there', 307))
    expect(await once.ask({ method: 'POST', body: 'password=x' })).toEqual({ outcome: 'sent-elsewhere' })
    const round = await vendor(redirecting('/round'))
    expect([await round.ask(), round.hosts.length]).toEqual([{ outcome: 'sent-elsewhere' }, 4])
  })
})

describe('its answers', () => {
  test('may not come: it is not waited for longer than it deserves', async () => {
    const { ask } = await vendor(() => {}, 100)
    expect(await ask()).toEqual({ outcome: 'timed-out' })
  })

  test('may begin and not end', async () => {
    const { ask } = await vendor((_, response) => void response.writeHead(200).write('['), 100)
    expect(await ask()).toEqual({ outcome: 'timed-out' })
  })

  test('may break off', async () => {
    const { ask } = await vendor((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('[{"id"', () => response.destroy())
    })
    expect(await ask()).toEqual({ outcome: 'broken-off' })
  })

  test('may be none', async () => {
    const { ask } = await vendor((request) => void request.socket.destroy())
    expect(await ask()).toEqual({ outcome: 'unreachable' })
  })

  test.each<[string, RequestListener]>([
    ['as it says itself', (_, response) => void response.end('x'.repeat(MAX_BYTES + 1))],
    [
      'without saying so',
      (_, response) => {
        for (let n = 0; n < 20; n += 1) response.write('x'.repeat(1_000))
        response.end()
      },
    ],
    [
      'packed small',
      (_, response) =>
        void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(5_000_000))),
    ],
    [
      'and without an end',
      (_, response) => {
        const more = (): void =>
          void (response.write('x'.repeat(1_000)) ? setImmediate(more) : response.once('drain', more))
        more()
      },
    ],
  ])('may be too large, %s', async (_, listener) => {
    const { ask } = await vendor(listener)
    expect(await ask()).toEqual({ outcome: 'too-large' })
  })

  test('may be as large as is allowed', async () => {
    const { ask } = await vendor((_, response) => void response.end('x'.repeat(MAX_BYTES)))
    expect(await ask()).toMatchObject({ status: 200 })
  })

  test('are not waited for by a process that stops', async () => {
    const stopping = new AbortController()
    const { ask } = await vendor(() => stopping.abort(), 60_000)
    expect(await ask({}, stopping.signal)).toEqual({ outcome: 'unreachable' })
  })
})

import type { Ask, Asked, AskVendor } from '../ports.ts'

type Wish = { timeoutMs?: number; maxBytes?: number; send?: typeof fetch }

/** A page of a hundred orders is a hundredth of this. */
const MAX_BYTES = 16_000_000
const TIMEOUT_MS = 20_000
const MOST_REDIRECTS = 3

/**
 * Asks over HTTPS and nothing else; what is sent on holds a dispensary's keys, so that a redirect is followed to the
 * same host only, and of a POST never.
 */
export const askOverHttps =
  ({ timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES, send = fetch }: Wish = {}): AskVendor =>
  async (ask, signal) => {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    let url = new URL(ask.url)
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      if (url.protocol !== 'https:') return { outcome: 'sent-elsewhere' }
      const response = await send(url, requestOf(ask, patience)).catch((error: unknown) => faultOf(error))
      if (!(response instanceof Response)) return response
      const next = redirectOf(response, url)
      if (next === undefined) return read(response, maxBytes)
      await response.body?.cancel()
      if (ask.method === 'POST' || next.host !== url.host) return { outcome: 'sent-elsewhere' }
      url = next
    }
    return { outcome: 'sent-elsewhere' }
  }

const requestOf = ({ method, headers, body }: Ask, signal: AbortSignal): RequestInit => ({
  ...{ method, headers, signal, redirect: 'manual' },
  ...(body !== undefined && { body }),
})

const faultOf = (error: unknown): Asked => ({
  outcome: error instanceof Error && error.name === 'TimeoutError' ? 'timed-out' : 'unreachable',
})

function redirectOf({ status, headers }: Response, from: URL): URL | undefined {
  const to = headers.get('location')
  if (status < 300 || status > 399 || to === null || !URL.canParse(to, from.href)) return undefined
  return new URL(to, from)
}

async function read(response: Response, maxBytes: number): Promise<Asked> {
  const { status, headers, ok } = response
  const retryAfter = headers.get('retry-after')
  const heard = { outcome: 'answered' as const, status, ...(retryAfter !== null && { retryAfter }) }
  if (!ok) {
    await response.body?.cancel()
    return { ...heard, body: '' }
  }
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) return { outcome: 'too-large' } // leaving the loop lets go of the connection
      chunks.push(chunk)
    }
  } catch (error) {
    const { outcome } = faultOf(error)
    return { outcome: outcome === 'timed-out' ? outcome : 'broken-off' }
  }
  return { ...heard, body: Buffer.concat(chunks).toString() }
}

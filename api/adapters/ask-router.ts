import { z } from 'zod'

/** Long after this, no one waits for the answer. */
export const ROUTER_TIMEOUT_MS = 5_000

/** The address of one service under a router's base URL, which may have a path of its own. */
export const routerUrl = (baseUrl: string, service: string): URL => new URL(service, baseUrl.replace(/\/*$/, '/'))

/** What Valhalla (`error_code`, `error`) and OSRM (`code`, `message`) say when they cannot answer. */
const refusal = z.object({
  error_code: z.number().optional(),
  error: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
})

/**
 * One HTTP request to a routing engine; the JSON of its answer. Rejects with an Error that names the engine and the
 * fault, and never the address asked for, because OSRM's addresses hold the customers' doors.
 */
export async function askRouter(engine: string, url: URL, timeoutMs: number, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => {
    throw new Error(`${engine} ${timedOut(error) ? `did not answer within ${timeoutMs} ms` : 'cannot be reached'}`)
  })
  const body = await response.json().catch((error: unknown) => {
    throw new Error(`${engine} ${timedOut(error) ? `did not answer within ${timeoutMs} ms` : 'did not answer in JSON'}`)
  })
  if (response.ok) return body
  const { error_code, error, code, message } = refusal.safeParse(body).data ?? {}
  const fault = [error_code ?? code ?? response.status, error ?? message]
    .filter((part) => part !== undefined)
    .join(': ')
  throw new Error(`${engine} refused: ${fault}`)
}

const timedOut = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError'

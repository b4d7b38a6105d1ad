import type { Context, Meaning, Told, Vendor } from '../../../api/ingest/vendor.ts'
import { Problem } from '../../../api/problem.ts'

export const CONTEXT: Context = {
  now: Date.parse('2026-04-25T02:00:00Z'),
  timeZone: 'America/Los_Angeles',
  statuses: {},
}

type Parts = { method?: 'GET' | 'POST'; query?: string; headers?: Record<string, string>; body?: unknown }

/** A request; a body that is no text is sent as JSON. */
export function told({ method = 'POST', query = '', headers = {}, body = '' }: Parts): Told {
  const known = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    method,
    header: (name) => known.get(name.toLowerCase()),
    query: new URLSearchParams(query),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
}

export const basic = (password: string): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(`sam:${password}`).toString('base64')}`,
})

export const meaningOf = (vendor: Vendor, parts: Parts, context: Partial<Context> = {}): Meaning =>
  vendor.translate(told(parts), { ...CONTEXT, ...context })

/** What a request is refused with: the status and the field. */
export function refusalOf(vendor: Vendor, parts: Parts): { status: number; field: string | undefined } | 'taken' {
  try {
    meaningOf(vendor, parts)
    return 'taken'
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { status: error.status, field: error.extra.errors?.[0]?.pointer }
  }
}

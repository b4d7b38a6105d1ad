import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Answer } from '../../../api/ingest/vendor.ts'

/** Payloads as vendors document them; not ours to keep here, so a checkout without them skips these. */
const SAMPLES = new URL('../../../../shared/samples/', import.meta.url)
export const absent = !existsSync(SAMPLES)
export const filesOf = (folder: string): string[] =>
  absent ? [] : readdirSync(new URL(`${folder}/`, SAMPLES)).filter((file) => file.endsWith('.json'))

type Request = {
  method?: 'GET' | 'POST'
  query?: string
  headers?: Record<string, string>
  body?: unknown
  bodyText?: string
}
type Sample = {
  request?: Request
  requests?: Request[]
  bodies?: unknown[]
  ourResponse?: { status: number | string; contentType?: string; bodyText?: string }
}
export const read = (folder: string, file: string): Sample =>
  JSON.parse(readFileSync(new URL(`${folder}/${file}`, SAMPLES), 'utf8')) as Sample
export const partsOf = ({ bodyText, body, ...rest }: Request) => ({ ...rest, body: bodyText ?? body ?? '' })
export const requestsOf = ({ request, requests, bodies }: Sample): Request[] =>
  requests ?? bodies?.map((body) => ({ method: 'POST', body })) ?? (request ? [request] : [])

/** The documented answers, some of them in words: "2xx", "200/201/204". */
export function expectDocumentedAnswer({ status, contentType, body }: Answer, { ourResponse }: Sample): void {
  if (!ourResponse) return expect(status).toBe(200)
  if (typeof ourResponse.status === 'number') expect(status).toBe(ourResponse.status)
  else expect(ourResponse.status).toMatch(/2xx|200/)
  if (ourResponse.contentType) expect(contentType).toBe(ourResponse.contentType)
  if (ourResponse.bodyText !== undefined) expect(body).toBe(ourResponse.bodyText)
}

import { expect } from 'vitest'
import { STORE, type openDoorstep } from '../doorstep.ts'
import { expectNobodyElse } from './looks.ts'
import type { Customer, Evening } from './evenings.ts'

type Doorstep = Awaited<ReturnType<typeof openDoorstep>>
type Look = { path: (token: string) => string; status: number; init?: RequestInit }

const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
})

/** All that is answered to whoever has a link, or tries one, beside the view and its stream: before any digits. */
const SURFACES: Record<string, Look> = {
  page: { path: (token) => `/t/${token}`, status: 200 },
  'page in Spanish': { path: (token) => `/t/${token}?lang=es`, status: 200 },
  messages: { path: (token) => `/t/${token}/messages`, status: 200 },
  details: { path: (token) => `/t/${token}/details`, status: 200 },
  'details after wrong digits': { path: (token) => `/t/${token}/details`, status: 403, init: form({ digits: 'no' }) },
  manifest: { path: (token) => `/t/${token}/app.webmanifest`, status: 200 },
  'view in the widget': {
    path: (token) => `/v1/track/${token}`,
    status: 200,
    init: { headers: { origin: 'https://alderbay.example' } },
  },
  'view at a stranger’s site': {
    path: (token) => `/v1/track/${token}`,
    status: 403,
    init: { headers: { origin: 'https://evil.example' } },
  },
  'an act that is none': {
    path: (token) => `/v1/track/${token}/dance`,
    status: 404,
    init: { method: 'POST', body: '{}' },
  },
  'an act that does not fit': {
    path: (token) => `/v1/track/${token}/rating`,
    status: 422,
    init: { method: 'POST', body: '{}' },
  },
  'a link that is nobody’s': { path: (token) => `/v1/track/${token.toLowerCase()}`, status: 404 },
  'a page that is nobody’s': { path: (token) => `/t/${token.toLowerCase()}`, status: 404 },
}

/** Numbers that may be of a place in this town, however they are rounded. */
function placesIn(bytes: string): number[] {
  const timeless = bytes.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '')
  const numbers = (timeless.match(/-?\d+\.\d+/g) ?? []).map(Number)
  return numbers.filter(
    (n) => Math.abs(n - STORE.position.lat) < 0.03 || Math.abs(Math.abs(n) + STORE.position.lng) < 0.04,
  )
}

/** A degree as whole millionths and the like, in which no view writes it. */
const wholes = (degrees: number): string[] =>
  [1e5, 1e6, 1e7].map((parts) => String(Math.abs(Math.round(degrees * parts))))

/** Looks at one of the surfaces byte by byte, in turns. */
export async function lookAtOne(
  doorstep: Doorstep,
  { customer, token, from }: { customer: Customer; token: string; from: Record<string, string> },
  evenings: Evening[],
  tales: RegExp,
  turn: number,
): Promise<void> {
  const names = Object.keys(SURFACES)
  const name = names[turn % names.length] ?? ''
  const { path, status, init = {} } = SURFACES[name] as Look
  const headers = { ...from, ...(init.headers as Record<string, string>) }
  const response = await doorstep.app.request(path(token), { ...init, headers })
  const bytes = `${JSON.stringify([...response.headers])}\n${await response.text()}`
  await doorstep.stages.idle()
  expect([name, response.status]).toEqual([name, status])
  const { map } = await doorstep.view(customer.orderId)
  expectNobodyElse(bytes, customer, evenings, tales)
  const allowed = map.open ? [map.position.lat, map.position.lng, map.door.lat, map.door.lng] : []
  expect(placesIn(bytes).filter((n) => !allowed.includes(n))).toEqual([])
  const secret = evenings.flatMap(({ stops, fixes }) => [...stops.map(({ door }) => door), ...fixes.slice(-1)])
  for (const { lat, lng } of secret) {
    const told = [lat, lng].every((degrees) => wholes(degrees).some((whole) => bytes.includes(whole)))
    expect(told).toBe(false)
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-production-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const settings = (): Record<string, string> => ({
  DOORSTEP_PORT: '0',
  DOORSTEP_HOST: '127.0.0.1',
  DOORSTEP_PUBLIC_URL: 'http://localhost',
  DOORSTEP_DATABASE_URL: `file:${join(folder, 'doorstep.db')}`,
  DOORSTEP_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
  DOORSTEP_MAP_STYLE_URL: 'https://maps.example/style.json',
  DOORSTEP_CONSOLE_MESSAGES: 'yes',
})

const run = (entry: string, environment: Record<string, string>, ...args: string[]): ChildProcess =>
  spawn(process.execPath, [join(ROOT, entry), ...args], { env: environment, stdio: ['pipe', 'pipe', 'pipe'] })

async function listening(child: ChildProcess): Promise<{ origin: string; lines: Record<string, unknown>[] }> {
  const lines: Record<string, unknown>[] = []
  const port = Promise.withResolvers<number>()
  createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
    const told = JSON.parse(line) as Record<string, unknown>
    lines.push(told)
    if (told['event'] === 'listening') port.resolve(Number(told['port']))
  })
  child.once('exit', (code) => port.reject(new Error(`exited with ${code}`)))
  return { origin: `http://127.0.0.1:${await port.promise}`, lines }
}

test('a start with a wrong configuration tells every fault at once and does not listen', async () => {
  const child = run('api/main.ts', {
    DOORSTEP_PORT: 'eighty',
    DOORSTEP_SMTP_URL: 'smtp://mail.example',
    DOORSTEP_PROT: '1',
  })
  const told = await text(child.stderr ?? process.stdin)
  expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1)
  for (const fault of [
    'DOORSTEP_PORT ',
    'DOORSTEP_PROT is not a setting',
    'DOORSTEP_MAIL_FROM is missing beside DOORSTEP_SMTP_URL',
    'DOORSTEP_PUBLIC_URL is missing',
    'DOORSTEP_DATABASE_URL is missing',
    'DOORSTEP_SECRET_KEY is missing',
  ]) {
    expect(told).toContain(fault)
  }
})

test('a store is taken in by hand, an order comes in, and a stop of the process ends open streams and loses nothing', async () => {
  const environment = settings()
  const profile = join(folder, 'store.json')
  await writeFile(profile, JSON.stringify(STORE))
  const admin = async (...args: string[]): Promise<string> =>
    text(run('api/admin.ts', environment, ...args).stdout ?? process.stdin)
  expect(await admin('dispensary', profile)).toContain('is in, as alder-bay')
  const key = /Bearer (\S+)/.exec(await admin('connect', 'alder-bay', 'api'))?.[1] ?? ''

  const mistaken = { ...environment, DOORSTEP_SECRET_KEY: Buffer.alloc(32, 8).toString('base64') }
  expect(await text(run('api/main.ts', mistaken).stderr ?? process.stdin)).toContain('DOORSTEP_SECRET_KEY is another')
  const child = run('api/main.ts', environment)
  const { origin, lines } = await listening(child)
  expect(await (await fetch(`${origin}/healthz`)).text()).toBe('ok')
  expect(await (await fetch(`${origin}/readyz`)).text()).toBe('ready')
  const event = {
    specversion: '1.0',
    id: '1',
    source: '/till',
    type: 'order.received',
    data: { orderId: '9', number: '1009' },
  }
  const authorization = `Bearer ${key}`
  const headers = { authorization, 'content-type': 'application/cloudevents+json' }
  const recorded = await fetch(`${origin}/v1/events`, { method: 'POST', headers, body: JSON.stringify(event) })
  expect(await recorded.json()).toMatchObject({ results: [{ id: '1', result: 'recorded' }] })
  expect(await (await fetch(`${origin}/metrics`)).text()).toContain(
    'doorstep_events_total{type="order.received",result="recorded"} 1',
  )
  const link = await fetch(`${origin}/v1/orders/9/links`, { method: 'POST', headers: { authorization } })
  const { token } = (await link.json()) as { token: string }
  expect(await (await fetch(`${origin}/t/${token}`)).text()).toContain('1009')
  const stream = await fetch(`${origin}/v1/track/${token}/live`)
  const ended = stream.text()

  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(await ended).toContain('"orderNumber":"1009"')
  expect(lines.at(-1)).toMatchObject({ event: 'stopped' })
  expect(JSON.stringify(lines)).not.toContain(token)
  const verify = run('api/verify.ts', environment)
  expect(await text(verify.stdout ?? process.stdin)).toMatch(/alder-bay: \d+ rows, unbroken/)
})

const STORE = {
  id: 'alder-bay',
  name: 'Alder Bay Provisions',
  legalName: 'Alder Bay Provisions LLC',
  licence: 'C10-0000123-LIC',
  state: 'CA',
  timeZone: 'America/Los_Angeles',
  position: { lat: 39.9469, lng: -123.9667 },
  accent: '#1f6f5c',
  phone: '+17075550100',
}

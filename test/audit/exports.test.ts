import { parse } from 'csv-parse/sync'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExportDocument } from '../../api/audit/export-document.ts'
import { eventsCsv } from '../../api/audit/export-csv.ts'
import { inZone } from '../../api/audit/local-time.ts'
import type { Asked } from '../../api/audit/selection.ts'
import { verifyChains } from '../../api/audit/verify.ts'
import { verifyExport } from '../../api/audit/verify-export.mjs'
import { hours, minutes, seconds } from '../../api/domain/time.ts'
import { signerOf } from '../../api/signing.ts'
import { openDoorstep } from '../doorstep.ts'
import type { Doorstep } from '../flow/dispatch.ts'
import { trailRows } from '../ingest/rows.ts'
import { openEvening } from './evening.ts'
import { buildLongChain } from './long-chain.ts'

const STORE = 'alder-bay'

let doorstep: Doorstep
beforeAll(async () => {
  doorstep = await openEvening()
  const [rosa, fix] = [
    { dispensaryId: STORE, driverId: 'rosa' },
    { at: at('18:02'), lat: 38.2, lng: -123 },
  ]
  await doorstep.stages.positions.record([{ driver: rosa, fixes: [fix] }])
}, 60_000)
afterAll(() => doorstep[Symbol.asyncDispose]())

type Exported = { document: ExportDocument; text: string; sheets: Record<string, string> }

/** The one file of an export, which the verifier has found to be in order. */
async function exported(asked: Asked, contact?: object): Promise<Exported> {
  const [file, ...more] = await Array.fromAsync(doorstep.stages.exports.make(STORE, asked, 'operator', contact))
  if (!file) throw new Error('No file')
  expect([verifyExport(file.document).faults, more]).toEqual([[], []])
  return { document: JSON.parse(file.document) as ExportDocument, text: file.document, sheets: file.sheets }
}

const links = ({ rows }: ExportDocument): number[] => rows.map(({ link }) => link)
const at = (clock: string): number => Date.parse(`2026-04-24T${clock}:00-07:00`)
const instantsOf = async (): Promise<number[]> =>
  (await trailRows(doorstep)).filter((row) => row.dispensaryId === STORE).map(({ recordedAt }) => recordedAt)

describe('an export', () => {
  test('of an order holds its own rows and those of its route that concern it', async () => {
    const { document } = await exported({ what: 'order', orderId: '1' })
    expect(document.asked).toMatchObject({ what: 'order', orderId: '1', by: 'operator' })
    expect(document.dispensary).toEqual({
      id: STORE,
      name: 'Alder Bay Provisions',
      legalName: 'Alder Bay Provisions LLC',
      licence: 'C10-0000123-LIC',
      state: 'CA',
      timeZone: 'America/Los_Angeles',
    })
    const subjects = new Set(document.rows.map(({ subject }) => subject))
    expect(subjects).toEqual(new Set(['order/1', 'route/r']))
    const types = document.rows.map(({ type }) => type)
    expect(types.filter((type) => type === 'handoff.completed')).toHaveLength(1)
    expect(types.filter((type) => type === 'stop.approached')).toHaveLength(1)
    expect(document.tracks).toEqual([])
  })

  test('tells each row’s times in UTC and by the store’s clocks', async () => {
    const { document } = await exported({ what: 'order', orderId: '1' })
    expect(document.rows[0]).toMatchObject({
      type: 'order.received',
      time: '2026-04-25T01:00:00.000Z',
      localTime: '2026-04-24T18:00:00.000-07:00',
      recordedAt: '2026-04-25T01:00:00.000Z',
      recordedAtLocal: '2026-04-24T18:00:00.000-07:00',
      data: { number: '1041', orderId: '1' },
      previousHash: '',
    })
  })

  test('holds no name, phone, e-mail or address, unless the contact is asked for', async () => {
    const { text } = await exported({ what: 'order', orderId: '1' })
    expect(text).not.toMatch(/customer-1@example\.com|contact"/)
    const { document } = await exported(
      { what: 'order', orderId: '1' },
      { name: 'Ana', email: 'customer-1@example.com' },
    )
    expect(document.contact).toEqual({ name: 'Ana', email: 'customer-1@example.com' })
    const trail = JSON.stringify(await trailRows(doorstep))
    expect(trail).not.toContain('customer-1@example.com')
  })

  test('of a route holds its rows, its orders’, and where its driver was meanwhile, and nowhere else', async () => {
    const { document } = await exported({ what: 'route', routeId: 'r' })
    expect(new Set(document.rows.map(({ subject }) => subject))).toEqual(
      new Set(['route/r', 'order/1', 'order/2', 'order/3']),
    )
    const [track, ...others] = document.tracks
    expect([track?.driverId, others]).toEqual(['sam', []])
    const departed = document.rows.find(({ type }) => type === 'route.departed')?.time
    const ended = document.rows.find(({ type }) => type === 'route.ended')?.time
    expect([track?.from, track?.to]).toEqual([departed, ended])
    const fixes = track?.pieces.flatMap((piece) => piece.fixes.filter((fix) => typeof fix !== 'string'))
    expect(fixes?.length).toBe(60)
  })

  test('of a day holds every row written down on it, by the store’s clocks', async () => {
    const day = { what: 'day', from: at('00:00'), to: at('24:00') } as const
    const instants = await instantsOf()
    const { document } = await exported(day)
    expect(document.rows).toHaveLength(instants.filter((time) => time >= day.from && time < day.to).length)
    expect(document.stretch).toMatchObject({ first: 1, before: null, after: document.rows.length + 1 })
    expect(document.tracks.map(({ driverId }) => driverId)).toEqual(['rosa', 'sam'])
  })

  test('of a time shows its neighbours, which are not of it', async () => {
    const instants = await instantsOf()
    const [from, to] = [at('18:02'), at('19:30')]
    const { document } = await exported({ what: 'range', from, to })
    const within = instants.flatMap((time, i) => (time >= from && time < to ? [i + 1] : []))
    expect(links(document)).toEqual(within)
    expect(document.stretch).toEqual({
      first: within[0],
      last: within.at(-1),
      before: (within[0] ?? 0) - 1,
      after: (within.at(-1) ?? 0) + 1,
    })
  })

  test.each<[string, number, number]>([
    ['before the first row', at('08:00'), at('09:00')],
    ['between two rows', at('18:30'), at('18:31')],
    ['behind the last row', at('23:58'), at('23:59')],
  ])('of a time in which nothing was written, %s, shows that nothing was', async (_, from, to) => {
    const { document } = await exported({ what: 'range', from, to })
    expect(document.rows).toEqual([])
    expect(document.stretch?.last).toBe((document.stretch?.first ?? 0) - 1)
  })

  test('of a whole store begins at its first row and ends where it was asked for', async () => {
    const before = (await instantsOf()).length
    const { document } = await exported({ what: 'dispensary' })
    expect(links(document)).toEqual(Array.from({ length: before }, (_, i) => i + 1))
  })

  test('is written down, signed, and shows its own row', async () => {
    const { document } = await exported({ what: 'order', orderId: '1' })
    const row = document.beside.find(({ link }) => link === document.exported)
    expect(row).toMatchObject({ type: 'trail.exported', subject: 'order/1', data: { by: 'operator', orderId: '1' } })
    expect(document.checkpoints.at(-1)?.to).toBeGreaterThanOrEqual(document.exported)
    for await (const { findings } of verifyChains(doorstep.db)) expect(findings).toEqual([])
  })

  test('has only rows of its own store', async () => {
    for (const asked of [{ what: 'dispensary' }, { what: 'order', orderId: '1' }] as const) {
      const { document } = await exported(asked)
      const rows = new Map((await trailRows(doorstep)).map((row) => [row.hash, row.dispensaryId]))
      expect(new Set([...document.rows, ...document.beside].map(({ hash }) => rows.get(hash)))).toEqual(
        new Set([STORE]),
      )
    }
  })
})

describe('where a driver was', () => {
  test('is shown for the time asked for; the rest of a sealed piece only as hashes that tell nothing', async () => {
    const [from, to] = [at('18:01'), at('18:02')]
    const { document } = await exported({ what: 'day', from, to })
    const [piece] = document.tracks[0]?.pieces ?? []
    const shown = piece?.fixes.filter((fix) => typeof fix !== 'string') ?? []
    expect(shown.map(({ at: when }) => Date.parse(when) - from)).toEqual([0, 10, 20, 30, 40, 50].map(seconds))
    expect(piece?.fixes).toHaveLength(30)
  })

  test('is shown too where nothing has sealed it yet, and said to be so', async () => {
    await doorstep.drivesTo({ lat: 38.31, lng: -123.05 })
    const now = doorstep.now()
    const { document } = await exported({ what: 'day', from: now - minutes(1), to: now + minutes(1) })
    expect(document.tracks).toMatchObject([
      { driverId: 'sam', pieces: [], notYetSealed: [{ lat: 38.31, lng: -123.05 }] },
    ])
  })

  test('goes with the route to whoever the route was given to', async () => {
    const fix = { lat: 38.3, lng: -123 }
    for (const [type, data] of [
      ['route.planned', { routeId: 'r2', driver: { id: 'sam' }, stops: [{ stopId: 'x', orderIds: ['4'] }] }],
      ['route.departed', { routeId: 'r2' }],
      ['route.planned', { routeId: 'r2', driver: { id: 'rosa' }, stops: [{ stopId: 'x', orderIds: ['4'] }] }],
      ['route.ended', { routeId: 'r2' }],
    ] as const) {
      await doorstep.tell({ type, data })
      doorstep.advance(minutes(5))
      for (const driverId of ['sam', 'rosa'])
        await doorstep.stages.positions.record([
          { driver: { dispensaryId: STORE, driverId }, fixes: [{ ...fix, at: doorstep.now() }] },
        ])
      doorstep.advance(minutes(5))
    }
    const { document } = await exported({ what: 'route', routeId: 'r2' })
    expect(document.tracks.map(({ driverId, notYetSealed }) => [driverId, notYetSealed.length])).toEqual([
      ['sam', 1],
      ['rosa', 1],
    ])
  })
})

describe('the sheets', () => {
  test('hold one line an event, as any reader of RFC 4180 reads it', async () => {
    const { document, sheets } = await exported({ what: 'day', from: at('00:00'), to: at('24:00') })
    const text = sheets['events.csv'] ?? ''
    expect(text.split('\r\n')).toHaveLength(document.rows.length + 2)
    const lines = parse(text, { columns: true, record_delimiter: '\r\n' }) as Record<string, string>[]
    expect(lines.map(({ link, hash }) => [Number(link), hash])).toEqual(
      document.rows.map(({ link, hash }) => [link, hash]),
    )
    const received = lines.findLast(({ type }) => type === 'order.received')
    expect(received).toMatchObject({ 'data.orderId': '4', 'data.number': 'café 1044 ☂' })
    const planned = lines.find(({ type }) => type === 'route.planned')
    expect(JSON.parse(planned?.['data.stops'] ?? '')).toHaveLength(2)
    const fixes = parse(sheets['tracks.csv'] ?? '', { columns: true }) as Record<string, string>[]
    const sam = fixes.filter(({ driverId, sealedByLink }) => driverId === 'sam' && sealedByLink !== '')
    expect(sam).toHaveLength(60)
    expect(sam[0]).toMatchObject({
      at: '2026-04-25T01:00:00.000Z',
      localTime: '2026-04-24T18:00:00.000-07:00',
      lat: '38.3',
    })
  })

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '=cmd|"/c calc"!A1'])(
    'no text of a sender becomes a formula: %j',
    (text) => {
      const row = { link: 1, type: 'order.cancelled', eventId: text, data: { reason: text, [text]: -5 } }
      const [line] = parse(eventsCsv([row as never]), { columns: true, record_delimiter: '\r\n' }) as Record<
        string,
        string
      >[]
      expect([line?.['eventId'], line?.['data.reason'], line?.[`data.${text}`]]).toEqual([`'${text}`, `'${text}`, '-5'])
    },
  )
})

test('more rows than one file holds come in parts, each of which proves itself and shows where the next begins', {
  timeout: 60_000,
}, async () => {
  await using long = await openDoorstep()
  await buildLongChain(long.db, 20_500, signerOf(long.secretKey))
  long.advance(hours(24))
  const files = await Array.fromAsync(long.stages.exports.make(STORE, { what: 'dispensary' }, 'operator'))
  expect(files.map(({ name, sheets }) => [name, ...Object.keys(sheets)])).toEqual([
    ['export-1.json', 'events-1.csv'],
    ['export-2.json', 'events-2.csv'],
  ])
  const parts = files.map(({ document }) => JSON.parse(document) as ExportDocument)
  expect(parts.map(({ part, stretch }) => [part, stretch])).toEqual([
    [
      { number: 1, of: 2 },
      { first: 1, last: 20_000, before: null, after: 20_001 },
    ],
    [
      { number: 2, of: 2 },
      { first: 20_001, last: 20_500, before: 20_000, after: 20_501 },
    ],
  ])
  expect(parts.map(({ rows }) => rows.length)).toEqual([20_000, 500])
  for (const { document } of files) expect(verifyExport(document).faults).toEqual([])
  expect((await trailRows(long)).filter(({ type }) => type === 'trail.exported')).toHaveLength(1)
})

test('a trail that was altered can be exported all the same, and the verifier names what was altered', async () => {
  await using other = await openEvening()
  const sealing = (await trailRows(other)).find(({ type }) => type === 'track.sealed')?.link
  await other.db.run(sql`UPDATE trail SET data = '{"orderId":"1" }' WHERE dispensary_id = 'alder-bay' AND link = 8`)
  await other.db.run(sql`UPDATE trail SET time = 9e18 WHERE dispensary_id = 'alder-bay' AND link = 9`)
  await other.db.run(sql`UPDATE trail SET data = 'x' WHERE dispensary_id = 'alder-bay' AND type = 'track.sealed'`)
  const files = await Array.fromAsync(
    other.stages.exports.make(STORE, { what: 'day', from: at('00:00'), to: at('24:00') }, 'operator'),
  )
  const { faults } = verifyExport(files[0]?.document ?? '')
  const expected = [
    'row 8: was altered',
    'row 9: was altered',
    `row ${sealing}: was altered`,
    `track of driver sam, sealed by row ${sealing}`,
  ]
  for (const words of expected) expect(faults.join('\n')).toContain(words)
})

test.each([
  ['2026-01-15T00:30:00.250Z', 'America/Los_Angeles', '2026-01-14T16:30:00.250-08:00'],
  ['2026-07-15T00:30:00.000Z', 'America/Los_Angeles', '2026-07-14T17:30:00.000-07:00'],
  ['2026-11-01T09:30:00.000Z', 'America/Los_Angeles', '2026-11-01T01:30:00.000-08:00'],
  ['2026-11-01T08:30:00.000Z', 'America/Los_Angeles', '2026-11-01T01:30:00.000-07:00'],
  ['2026-01-15T00:00:00.000Z', 'UTC', '2026-01-15T00:00:00.000+00:00'],
  ['2026-01-15T00:00:00.000Z', 'Asia/Kathmandu', '2026-01-15T05:45:00.000+05:45'],
])('%s is in %s %s', (utc, zone, local) => {
  expect(inZone(Date.parse(utc), zone)).toBe(local)
  expect(Date.parse(local)).toBe(Date.parse(utc))
})

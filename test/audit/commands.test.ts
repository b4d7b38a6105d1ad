import { sql } from 'drizzle-orm'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExportDocument } from '../../api/audit/export-document.ts'
import { askedIn } from '../../api/export-asked.ts'
import { Misasked } from '../../api/misasked.ts'
import { verifyExport } from '../../api/audit/verify-export.mjs'
import { fingerprint, signerOf } from '../../api/signing.ts'
import { openDatabase } from '../../db/open.ts'
import type { Doorstep } from '../flow/dispatch.ts'
import { ROOT } from '../source-files.ts'
import { openEvening } from './evening.ts'

const SECRET = new Uint8Array(32).fill(7)
const { publicKey } = signerOf(SECRET)
const KEY = Buffer.from(SECRET).toString('base64')
const run = promisify(execFile)

let doorstep: Doorstep
let folder: string
beforeAll(async () => {
  doorstep = await openEvening({ secretKey: SECRET })
  folder = await mkdtemp(join(tmpdir(), 'doorstep-commands-'))
}, 60_000)
afterAll(async () => {
  await doorstep[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

type Ended = { code: number; out: string; err: string }

/** A command as an operator types it, while Doorstep has the file open. */
async function command(name: 'export' | 'verify', words: string[], environment = {}): Promise<Ended> {
  const env = { PATH: process.env['PATH'], DOORSTEP_DATABASE_URL: `file:${doorstep.file}`, ...environment }
  try {
    const { stdout, stderr } = await run(process.execPath, [join(ROOT, `api/${name}.ts`), ...words], {
      cwd: folder,
      env,
    })
    return { code: 0, out: stdout, err: stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, out: stdout, err: stderr }
  }
}

describe('what is asked for in words', () => {
  const asked = (words: string, isId = false): Promise<object> => {
    const [what = '', ...rest] = words.split(' ')
    return askedIn(doorstep.db, doorstep.store, what, rest, isId)
  }
  const between = (from: string, to: string): object => ({ from: Date.parse(from), to: Date.parse(to) })

  test.each<[string, object]>([
    ['order 1042', { what: 'order', orderId: '2' }],
    ['order 2', { what: 'order', orderId: '2' }],
    ['route r', { what: 'route', routeId: 'r' }],
    ['day 2026-04-24', { what: 'day', ...between('2026-04-24T00:00-07:00', '2026-04-25T00:00-07:00') }],
    ['day 2026-03-08', { what: 'day', ...between('2026-03-08T00:00-08:00', '2026-03-09T00:00-07:00') }],
    ['range 2026-10-31 2026-11-01', { what: 'range', ...between('2026-10-31T00:00-07:00', '2026-11-02T00:00-08:00') }],
    [
      'range 2026-04-24T18:01-07:00 2026-04-25T01:05:30Z',
      { what: 'range', ...between('2026-04-25T01:01Z', '2026-04-25T01:05:30Z') },
    ],
    [
      'range 2026-04-24 2026-04-24T12:00-07:00',
      { what: 'range', ...between('2026-04-24T07:00Z', '2026-04-24T19:00Z') },
    ],
    ['dispensary', { what: 'dispensary' }],
  ])('%s', async (words, expected) => {
    expect(await asked(words)).toEqual(expected)
  })

  test('an order by its id, though another has that number', async () => {
    await doorstep.tell({ type: 'order.received', data: { orderId: '1042', number: '7' } })
    expect([await asked('order 1042'), await asked('order 1042', true)]).toEqual([
      { what: 'order', orderId: '2' },
      { what: 'order', orderId: '1042' },
    ])
  })

  test.each<[string, string]>([
    ['order 77', 'No order 77 of alder-bay'],
    ['route x', 'No route x of alder-bay'],
    ['day 2026-02-30', '"2026-02-30" is no day such as 2026-04-24'],
    ['day', '"" is no day such as 2026-04-24'],
    ['range 2026-02-01 tomorrow', '"tomorrow" is no day such as 2026-04-24'],
    ['range 2026-04-24 2026-04-23', 'A range ends after it begins'],
    ['evening 1', 'Ask for an order, a route, a day, a range or a dispensary, not for evening'],
  ])('%s is not to be had', async (words, told) => {
    await expect(asked(words)).rejects.toThrow(new Misasked(told))
  })
})

describe('npm run export', { timeout: 60_000 }, () => {
  test('writes a folder, signed, with the contact if it is asked for', async () => {
    const words = ['order', 'alder-bay', '1042', '--with-contact', '--into', 'noted']
    const { code, out } = await command('export', words, { DOORSTEP_SECRET_KEY: KEY })
    expect([code, out]).toEqual([0, expect.stringContaining(`signed with ${publicKey} (${fingerprint(publicKey)})`)])
    const text = await readFile(join(folder, 'noted/export.json'), 'utf8')
    expect(verifyExport(text, publicKey).faults).toEqual([])
    const { asked, contact } = JSON.parse(text) as ExportDocument
    expect([asked.orderId, asked.by, contact?.email]).toEqual(['2', 'operator', 'customer-2@example.com'])
  })

  test('says what it lacks, and does nothing', async () => {
    const count = sql`SELECT count(*) AS rows FROM trail`
    const before = await doorstep.db.all(count)
    const another = { DOORSTEP_SECRET_KEY: Buffer.alloc(32, 8).toString('base64') }
    for (const [words, told, environment] of [
      [['order', 'alder-bay', '1042'], 'DOORSTEP_SECRET_KEY is missing', {}],
      [['order', 'alder-bay', '1042'], 'DOORSTEP_SECRET_KEY is another than the one', another],
      [['order'], 'npm run export -- [database url] <what> <dispensary>', {}],
    ] as const) {
      const ended = { code: 2, out: '', err: expect.stringContaining(told) }
      expect(await command('export', [...words], environment)).toEqual(ended)
    }
    expect(await doorstep.db.all(count)).toEqual(before)
  })
})

describe('npm run verify', { timeout: 60_000 }, () => {
  test('tells the key, to be noted down', async () => {
    const { code, out } = await command('verify', [])
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^alder-bay: \d+ rows, unbroken; signed up to \d+; ends with /),
    ])
    expect(out).toContain(`The key is ${publicKey} (fingerprint ${fingerprint(publicKey)})`)
  })

  test('finds an end that was cut off when it is given a checkpoint, or an export, of before', async () => {
    const copy = join(folder, 'cut.db')
    await doorstep.db.run(sql`VACUUM INTO ${copy}`)
    const cut = { DOORSTEP_DATABASE_URL: `file:${copy}` }
    const { db, close } = await openDatabase(cut.DOORSTEP_DATABASE_URL)
    const sealing = sql`SELECT max(link) AS end FROM trail WHERE dispensary_id = 'alder-bay' AND type = 'track.sealed'`
    const { end } = await db.get<{ end: number }>(sealing)
    await db.run(sql`DELETE FROM trail WHERE dispensary_id = 'alder-bay' AND link > ${end}`)
    await db.run(
      sql`UPDATE dispensaries SET chain_length = ${end}, chain_hash = (SELECT hash FROM trail WHERE dispensary_id = 'alder-bay' AND link = ${end}) WHERE id = 'alder-bay'`,
    )
    close()
    expect((await command('verify', [], cut)).code).toBe(0)
    for (const file of ['noted/checkpoint.json', 'noted/export.json']) {
      const { code, out } = await command('verify', ['--checkpoint', file], cut)
      expect([code, out]).toEqual([
        1,
        expect.stringMatching(
          new RegExp(`row ${end + 1} or one of those up to \\d+ is missing, says the checkpoint from outside`),
        ),
      ])
    }
  })

  test('finds a trail that is signed with another key than the one that was noted, or than its own', async () => {
    const other = new Uint8Array(32).fill(9)
    const own = await command('verify', [], { DOORSTEP_SECRET_KEY: Buffer.from(other).toString('base64') })
    const noted = await command('verify', ['--key', signerOf(other).publicKey], { DOORSTEP_SECRET_KEY: KEY })
    for (const { code, out } of [own, noted])
      expect([code, out]).toEqual([1, expect.stringContaining(`is signed with another key, ${publicKey}`)])
  })

  test('takes no checkpoint that was altered', async () => {
    const noted = JSON.parse(await readFile(join(folder, 'noted/checkpoint.json'), 'utf8')) as object
    await writeFile(join(folder, 'forged.json'), JSON.stringify({ ...noted, to: 5 }))
    const { code, err } = await command('verify', ['--checkpoint', 'forged.json'])
    expect([code, err]).toEqual([2, expect.stringContaining('its signature does not fit')])
  })
})

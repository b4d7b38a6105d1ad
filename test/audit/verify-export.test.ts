import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeFolder, type FileWritten } from '../../api/audit/export-folder.ts'
import type { Asked } from '../../api/audit/selection.ts'
import { verifyExport } from '../../api/audit/verify-export.mjs'
import { signerOf } from '../../api/signing.ts'
import { hash } from 'node:crypto'
import type { Doorstep } from '../flow/dispatch.ts'
import { SEED } from '../laws/seed.ts'
import { dice } from '../town/dice.ts'
import { openEvening } from './evening.ts'

const SECRET = new Uint8Array(32).fill(7)
const SIGNER = signerOf(SECRET)
const at = (clock: string): number => Date.parse(`2026-04-24T${clock}:00-07:00`)
const ASKED: Record<string, Asked> = {
  'an order': { what: 'order', orderId: '1' },
  'a route': { what: 'route', routeId: 'r' },
  'a part of a day': { what: 'day', from: at('18:01'), to: at('19:30') },
  'a time without rows': { what: 'range', from: at('18:30'), to: at('18:40') },
  'a whole store': { what: 'dispensary' },
}

let doorstep: Doorstep
const texts: Record<string, string> = {}
beforeAll(async () => {
  doorstep = await openEvening({ secretKey: SECRET })
  for (const [name, asked] of Object.entries(ASKED)) {
    for await (const { document } of doorstep.stages.exports.make('alder-bay', asked, 'operator', { name: 'Ana' }))
      texts[name] = document
  }
}, 60_000)
afterAll(() => doorstep[Symbol.asyncDispose]())

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
type Spot = { holder: Json[] | Record<string, Json>; name: string | number; path: string }

/** Every value in a document, and where it is. */
function* spotsIn(value: Json, path = ''): Generator<Spot> {
  if (value === null || typeof value !== 'object') return
  for (const name of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    const holder = value as Record<string, Json>
    const inside = `${path}/${name}`
    yield { holder, name, path: inside }
    yield* spotsIn(holder[name] ?? null, inside)
  }
}

const thrown = dice(SEED)
const below = (n: number): number => Math.floor(thrown() * n)

function flipped(value: Json): Json {
  if (typeof value === 'number') return value + [1, -1, 0.5][below(3)]!
  if (typeof value === 'boolean') return !value
  if (typeof value !== 'string') return Array.isArray(value) ? [] : value === null ? 0 : {}
  const place = below(value.length)
  const other = value[place] === '1' ? '2' : '1'
  return value === '' ? '0' : `${value.slice(0, place)}${other}${value.slice(place + 1)}`
}

/** One thing done to one place of a document. */
const DEEDS: Record<string, (spot: Spot) => void> = {
  flip: ({ holder, name }) =>
    void ((holder as Record<string, Json>)[name] = flipped((holder as Record<string, Json>)[name]!)),
  delete: ({ holder, name }) =>
    void (Array.isArray(holder) ? holder.splice(Number(name), 1) : delete holder[name as string]),
  insert: ({ holder, name }) => {
    if (!Array.isArray(holder)) holder[`${name}2`] = 'x'
    else holder.splice(Number(name), 0, structuredClone(holder[Number(name)]!))
  },
  swap: ({ holder, name }) => {
    if (!Array.isArray(holder) || holder.length < 2) return
    const [a, b] = [Number(name), below(holder.length)]
    ;[holder[a], holder[b]] = [holder[b]!, holder[a]!]
  },
}

const written = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`
/** The file signed again, as whoever has the key could: then only what stands in it can give it away. */
function signedAgain(document: Record<string, Json>): string {
  const { signature: _, ...unsigned } = document
  const signature = SIGNER.sign(`doorstep export\n${hash('sha256', written(unsigned))}`)
  return written({ ...unsigned, signature })
}

/** What no row of the trail holds: only the signature of the file covers it. */
const UNPROVEN =
  /^\/(format|dispensary\/(?!id)|contact|sheets|key|signature|asked$|dispensary$|tracks$)|^\/tracks\/\d+(\/notYetSealed|\/from|\/to|$)/

/** Of each kind, for each question; there are five kinds. */
const TRIES = 120

describe.each(Object.keys(ASKED))('an export of %s', { timeout: 60_000 }, (kind) => {
  test('is in order as it is', () => {
    expect(verifyExport(texts[kind]!).faults).toEqual([])
    expect(verifyExport(texts[kind]!, SIGNER.publicKey).faults).toEqual([])
  })

  test('is not, whatever is flipped, left out, added or moved in it', () => {
    let tried = 0
    while (tried < TRIES) {
      const document = JSON.parse(texts[kind]!) as Record<string, Json>
      const spots = [...spotsIn(document)]
      const spot = spots[below(spots.length)]!
      const deed = Object.keys(DEEDS)[below(4)]!
      DEEDS[deed]!(spot)
      if (written(document) === texts[kind]) continue
      tried += 1
      expect([deed, spot.path, verifyExport(written(document)).faults]).not.toEqual([deed, spot.path, []])
    }
  })

  test('nor where it was signed again by whoever has the key: what the trail holds is named', () => {
    let tried = 0
    while (tried < TRIES) {
      const document = JSON.parse(texts[kind]!) as Record<string, Json>
      const spots = [...spotsIn(document)].filter(({ path }) => !UNPROVEN.test(path))
      const spot = spots[below(spots.length)]!
      const row = /^\/(rows|beside)\/(\d+)\//.exec(spot.path)
      const link = row && (document[row[1]!] as { link: number }[])[Number(row[2])]?.link
      const deed = Object.keys(DEEDS)[below(4)]!
      DEEDS[deed]!(spot)
      if (written(document) === texts[kind]) continue
      tried += 1
      const { faults } = verifyExport(signedAgain(document))
      expect([deed, spot.path, faults]).not.toEqual([deed, spot.path, []])
      if (link && !spot.path.endsWith('/link')) expect(faults.join('\n')).toMatch(new RegExp(`\\brow ${link}\\b`))
    }
  })

  test('nor where anything at all is altered in its text', () => {
    const text = texts[kind]!
    for (let tried = 0; tried < TRIES / 2; tried += 1) {
      const place = below(text.length)
      const altered = [
        `${text.slice(0, place)}${text.slice(place + 1)}`,
        `${text.slice(0, place)} ${text.slice(place)}`,
        text.replace('"rows":', '"rows": [], "rows":'),
        text.replace('{', '{ "format": "x",'),
        JSON.stringify(JSON.parse(text)),
      ][tried % 5]!
      expect([place, verifyExport(altered).faults]).not.toEqual([place, []])
    }
  })
})

type Exported = Record<string, Json> & { rows: { link: number; type: string }[] }
const opened = (kind: string): Exported => JSON.parse(texts[kind]!) as Exported

describe('in words', () => {
  test('a row left out of a day is named, though the file was signed again', () => {
    const document = opened('a part of a day')
    const [gone] = document.rows.splice(2, 1)
    expect(verifyExport(signedAgain(document)).faults).toContain(`row ${gone?.link}: is missing`)
  })

  test('rows left out at the end of a day are named by the row that would follow', () => {
    const document = opened('a part of a day')
    const stretch = document['stretch'] as { last: number; after: number }
    const gone = document.rows.pop()
    const beside = document['beside'] as Json[]
    beside.splice(1, 1, gone as Json)
    stretch.last -= 1
    stretch.after -= 1
    const { faults } = verifyExport(signedAgain(document))
    expect(faults).toContain(`row ${gone?.link}: is of the time asked for, and left out`)
  })

  test('a row left out of an order is missed, for the trail says what was handed out', () => {
    const document = opened('an order')
    document.rows.splice(3, 1)
    expect(verifyExport(signedAgain(document)).faults.join()).toMatch(
      /^row \d+: tells of \d+ other rows than the \d+ here/,
    )
  })

  test('rows of another order are not taken for this one’s', () => {
    const document = opened('an order')
    document.rows = opened('a route').rows
    expect(verifyExport(signedAgain(document)).faults.join('\n')).toMatch(
      /row \d+: does not speak of what was asked for/,
    )
  })

  test('an export of somebody else’s Doorstep is in order by itself, and not with the key that was noted down', async () => {
    await using other = await openEvening()
    for await (const { document } of other.stages.exports.make('alder-bay', ASKED['an order']!, 'operator')) {
      expect(verifyExport(document).faults).toEqual([])
      expect(verifyExport(document, SIGNER.publicKey).faults.join()).toContain('is signed with another key')
    }
  })
})

describe('the program by itself', () => {
  const run = promisify(execFile)
  let folder: string
  let put: FileWritten[]
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'doorstep-export-'))
    const files = doorstep.stages.exports.make('alder-bay', ASKED['a part of a day']!, 'operator')
    put = await Array.fromAsync(writeFolder(folder, files))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  /** In the folder that was handed out, with nothing of ours around it. */
  const verify = async (...words: string[]): Promise<[number, string]> => {
    try {
      const { stdout } = await run(process.execPath, ['verify-export.mjs', ...words], { cwd: folder, env: {} })
      return [0, stdout]
    } catch (error) {
      const { code, stdout } = error as { code: number; stdout: string }
      return [code, stdout]
    }
  }

  test('says what it has checked, and what it cannot', async () => {
    expect(put).toMatchObject([{ name: 'export.json', key: SIGNER.publicKey, faults: [] }])
    const [code, words] = await verify('export.json')
    expect(code).toBe(0)
    expect(words).toContain('export.json: nothing was altered')
    expect(words).toContain('Of: Alder Bay Provisions LLC (Alder Bay Provisions), licence C10-0000123-LIC, CA')
    expect(words).toMatch(/Checked: nothing is left out between link \d+ and \d+/)
    expect(words).toContain('Checked: events.csv')
    expect(words).toContain('Checked: tracks.csv')
    expect(words).toContain('Not shown: that the key is the right one')
    expect((await verify('export.json', '--key', SIGNER.publicKey))[1]).not.toContain('Not shown')
  })

  test('ends with 1 and names the row, or the sheet, that was altered', async () => {
    const [document, sheet] = [join(folder, 'export.json'), join(folder, 'events.csv')]
    const [text, lines] = [await readFile(document, 'utf8'), await readFile(sheet, 'utf8')]
    await writeFile(document, text.replace('"handoff.completed"', '"handoff.refused"'))
    const [code, words] = await verify('export.json')
    expect([code, words]).toEqual([1, expect.stringMatching(/NOT as it was exported[^]*row 34: was altered/)])
    await writeFile(document, text)
    await writeFile(sheet, lines.replace('handoff.completed', 'handoff.refused'))
    expect(await verify('export.json')).toEqual([
      1,
      expect.stringContaining('events.csv: is not the one that was exported'),
    ])
    await rm(sheet)
    expect(await verify('export.json')).toEqual([0, expect.stringContaining('Not beside it: events.csv')])
    await writeFile(sheet, lines)
  })

  test('ends with 1 for another key, and for what is no export; with 2 when asked for nothing', async () => {
    const other = signerOf(new Uint8Array(32)).publicKey
    expect((await verify('export.json', '--key', other))[0]).toBe(1)
    expect(await verify('checkpoint.json')).toEqual([1, expect.stringContaining('no export that this program knows')])
    expect((await verify())[0]).toBe(2)
  })

  test('needs nothing but Node: it imports nothing else', async () => {
    const program = await readFile(join(folder, 'verify-export.mjs'), 'utf8')
    const imported = [...program.matchAll(/^import .* from '(.*)'$/gm)].map(([, from]) => from)
    expect(imported).toEqual(['node:crypto', 'node:fs', 'node:path', 'node:url'])
    expect(program).not.toMatch(/\bimport\(|require\(|fetch\(/)
  })

  test('and the checksums beside it are those of the files', async () => {
    const sums = (await readFile(join(folder, 'SHA256SUMS'), 'utf8')).trimEnd().split('\n')
    const names = ['export.json', 'events.csv', 'tracks.csv', 'checkpoint.json', 'verify-export.mjs', 'READ ME.txt']
    expect(sums.map((line) => line.slice(66))).toEqual(names)
    for (const line of sums)
      expect(line.slice(0, 64)).toBe(hash('sha256', await readFile(join(folder, line.slice(66)))))
  })
})

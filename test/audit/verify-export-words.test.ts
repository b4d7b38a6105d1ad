import { execFile } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signed } from '../../api/audit/checkpoint.ts'
import type { ExportDocument } from '../../api/audit/export-document.ts'
import { writeFolder, type FileWritten } from '../../api/audit/export-folder.ts'
import { verifyExport } from '../../api/audit/verify-export.mjs'
import { signerOf } from '../../api/signing.ts'
import type { Doorstep } from '../flow/dispatch.ts'
import { openEvening } from './evening.ts'
import { ASKED, exportsOf, rewritten, SECRET, signedAgain, SIGNER, type Kind } from './exported.ts'

let doorstep: Doorstep
let texts: Record<Kind, string>
let foreign: ExportDocument
beforeAll(async () => {
  doorstep = await openEvening({ secretKey: SECRET })
  texts = await exportsOf(doorstep)
  for await (const { document } of doorstep.stages.exports.make('bay-two', { what: 'dispensary' }, 'operator'))
    foreign = JSON.parse(document) as ExportDocument
}, 60_000)
afterAll(() => doorstep[Symbol.asyncDispose]())

const opened = (kind: Kind): ExportDocument => JSON.parse(texts[kind]) as ExportDocument
const stretchOf = ({ stretch }: ExportDocument): NonNullable<ExportDocument['stretch']> => {
  if (!stretch) throw new Error('No stretch')
  return stretch
}

/** Something done to an export by whoever has the key, and what the verifier says of it. */
type Deed = [what: string, kind: Kind, change: (document: ExportDocument) => string]
const DEEDS: Deed[] = [
  [
    'a row’s proof taken away',
    'an order',
    ({ rows }) => {
      rows[3]!.proof = null
      return `row ${rows[3]!.link}: is under no checkpoint: nothing signed shows that it was on the trail`
    },
  ],
  [
    'a row’s proof led to another checkpoint',
    'a route',
    ({ rows, checkpoints }) => {
      rows[0]!.proof!.checkpoint = checkpoints.at(-1)!.to
      return `row ${rows[0]!.link}: is not among the rows of its checkpoint`
    },
  ],
  [
    'a checkpoint signed with another key',
    'an order',
    ({ checkpoints: [one, ...more] }) => {
      const other = signed(signerOf(new Uint8Array(32)), one!)
      more.unshift(Object.assign(one!, other))
      return `checkpoint of rows ${one!.from} to ${one!.to}: is signed with another key than the file`
    },
  ],
  [
    'a checkpoint of another store among its own',
    'an order',
    ({ checkpoints }) => {
      const [one] = foreign.checkpoints
      checkpoints.unshift(one!)
      return `checkpoint of rows ${one!.from} to ${one!.to}: is of another dispensary`
    },
  ],
  [
    'a checkpoint that does not name the one before it',
    'a whole store',
    ({ checkpoints }) => {
      const one = checkpoints[1]!
      checkpoints[1] = signed(SIGNER, { ...one, previous: 'f'.repeat(64) })
      return `checkpoint of rows ${one.from} to ${one.to}: does not follow the one before it`
    },
  ],
  [
    'the telling row taken for another',
    'an order',
    (document) => {
      document.exported = document.rows[0]!.link
      return 'the row that tells of this export is not here'
    },
  ],
  ['a row left out within a day', 'a part of a day', ({ rows }) => `row ${rows.splice(2, 1)[0]!.link}: is missing`],
  [
    'a row of another time added to a day',
    'a part of a day',
    (document) => {
      const last = opened('a whole store').rows.at(-1)!
      document.rows.push(last)
      return `row ${last.link}: is not of the rows asked for`
    },
  ],
  [
    'a day said to end sooner than the trail says',
    'a part of a day',
    (document) => {
      const { first, last } = stretchOf(document)
      stretchOf(document).last -= 1
      return `row ${document.exported}: tells of rows ${first} to ${last}`
    },
  ],
  [
    'rows left out at the end of a day',
    'a part of a day',
    (document) => {
      const gone = document.rows.pop()!
      document.beside.splice(1, 1, gone)
      stretchOf(document).last -= 1
      stretchOf(document).after -= 1
      return `row ${gone.link}: is of the time asked for, and left out`
    },
  ],
  [
    'rows left out at the beginning of a day',
    'a part of a day',
    (document) => {
      const gone = document.rows.shift()!
      document.beside.splice(0, 1, gone)
      stretchOf(document).first += 1
      stretchOf(document).before! += 1
      return `row ${gone.link}: is of the time asked for, and left out`
    },
  ],
  [
    'the row behind a day taken away',
    'a part of a day',
    (document) => {
      const { after } = stretchOf(document)
      document.beside = document.beside.filter(({ link }) => link !== after)
      return 'the rows before and after those asked for are not here'
    },
  ],
  [
    'a row left out of an order',
    'an order',
    ({ rows, exported }) => {
      rows.splice(3, 1)
      const here = rows.length
      return `row ${exported}: tells of ${here + 1} other rows than the ${here} here: some are left out, added or moved`
    },
  ],
  [
    'rows of another order added to an order',
    'an order',
    (document) => {
      const strange = opened('a route').rows.find(({ subject }) => subject === 'order/2')!
      document.rows.push(strange)
      return `row ${strange.link}: does not speak of what was asked for`
    },
  ],
  [
    'a row put beside it that proves nothing',
    'an order',
    (document) => {
      const strange = opened('a whole store').rows[2]!
      document.beside.unshift(strange)
      return `row ${strange.link}: nobody asked for it`
    },
  ],
  [
    'a row that is there twice',
    'an order',
    (document) => {
      document.beside.unshift(document.rows[0]!)
      return 'the file: has a row twice'
    },
  ],
  [
    'something said of a track that no track says',
    'a route',
    ({ tracks }) => {
      Object.assign(tracks[0]!, { note: 'x' })
      return 'track of driver sam: has more or less than a track'
    },
  ],
  [
    'a piece of a track that is there twice',
    'a route',
    ({ tracks }) => {
      tracks[0]!.pieces.push(tracks[0]!.pieces.at(-1)!)
      return 'track of driver sam: a piece is twice, or not in its place'
    },
  ],
  [
    'a position that nothing has sealed, of another time',
    'a route',
    ({ tracks }) => {
      tracks[0]!.notYetSealed.push({ at: '2026-04-26T00:00:00.000Z', lat: 1, lng: 2 })
      return 'track of driver sam: a fix is not of the time asked for'
    },
  ],
  [
    'a piece of a day’s track left out',
    'a part of a day',
    (document) => {
      const { pieces } = document.tracks.find(({ driverId }) => driverId === 'sam')!
      const gone = pieces.findIndex(({ sealedBy }) => document.rows.some(({ link }) => link === sealedBy))
      return `row ${pieces.splice(gone, 1)[0]!.sealedBy}: sealed a track that is left out`
    },
  ],
]

describe('whoever has the key and signs the file again cannot hide', () => {
  test.each(DEEDS)('%s', (_, kind, change) => {
    const document = opened(kind)
    const words = change(document)
    expect(verifyExport(signedAgain(document)).faults).toContain(words)
  })

  test('that the rows of a store do not follow one another, though every checkpoint was signed anew', () => {
    const whole = (): ExportDocument => opened('a whole store')
    expect(verifyExport(rewritten(whole(), () => undefined)).faults).toEqual([])
    const broken = rewritten(whole(), (link) => (link === 20 ? 'f'.repeat(64) : undefined))
    expect(verifyExport(broken).faults).toEqual(['row 20: does not follow row 19'])
    const headless = rewritten(whole(), (link) => (link === 1 ? 'f'.repeat(64) : undefined))
    expect(verifyExport(headless).faults).toEqual(['row 1: is not the first of its trail'])
  })
})

test('an export of somebody else’s Doorstep is in order by itself, and not with the key that was noted down', async () => {
  await using other = await openEvening()
  for await (const { document } of other.stages.exports.make('alder-bay', ASKED['an order'], 'operator')) {
    expect(verifyExport(document).faults).toEqual([])
    expect(verifyExport(document, SIGNER.publicKey).faults.join()).toContain('is signed with another key')
  }
})

describe('the program by itself', () => {
  const run = promisify(execFile)
  let folder: string
  let put: FileWritten[]
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'doorstep-export-'))
    const files = doorstep.stages.exports.make('alder-bay', ASKED['a part of a day'], 'operator')
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
    const { link } = (JSON.parse(text) as ExportDocument).rows.find(({ type }) => type === 'handoff.completed') ?? {}
    const named = new RegExp(`NOT as it was exported[^]*row ${link}: was altered`)
    expect(await verify('export.json')).toEqual([1, expect.stringMatching(named)])
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
    const names = ['export.json', 'events.csv', 'tracks.csv', 'checkpoint.json', 'verify-export.mjs', 'README.txt']
    expect(sums.map((line) => line.slice(66))).toEqual(names)
    for (const line of sums)
      expect(line.slice(0, 64)).toBe(hash('sha256', await readFile(join(folder, line.slice(66)))))
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyExport } from '../../api/audit/verify-export.mjs'
import type { Doorstep } from '../flow/dispatch.ts'
import { SEED } from '../laws/seed.ts'
import { dice } from '../town/dice.ts'
import { openEvening } from './evening.ts'
import { exportsOf, KINDS, SECRET, signedAgain, SIGNER, written, type Kind } from './exported.ts'

let doorstep: Doorstep
let texts: Record<Kind, string>
beforeAll(async () => {
  doorstep = await openEvening({ secretKey: SECRET })
  texts = await exportsOf(doorstep)
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

/** What no row of the trail holds: only the signature of the file covers it. */
const UNPROVEN =
  /^\/(format|dispensary\/(?!id)|contact|sheets|key|signature|asked$|dispensary$|tracks$)|^\/tracks\/\d+(\/notYetSealed|\/from|\/to|$)/

/** Of each kind, for each question; there are five kinds. */
const TRIES = 120

describe.each(KINDS)('an export of %s', { timeout: 60_000 }, (kind) => {
  test('is in order as it is', () => {
    expect(verifyExport(texts[kind]).faults).toEqual([])
    expect(verifyExport(texts[kind], SIGNER.publicKey).faults).toEqual([])
  })

  test('is not, whatever is flipped, left out, added or moved in it', () => {
    let tried = 0
    while (tried < TRIES) {
      const document = JSON.parse(texts[kind]) as Record<string, Json>
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
      const document = JSON.parse(texts[kind]) as Record<string, Json>
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
    const text = texts[kind]
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

import { expect, test } from 'vitest'
import { copyFaults } from '../../templates/copy-rules.ts'
import { folded } from '../../templates/fold.ts'
import { LOOK_ALIKES } from '../../templates/look-alikes.ts'
import { STRAINS } from '../../templates/strain-names.ts'

test('every look-alike is read as the letter that it looks like', () => {
  const misread = Object.entries(LOOK_ALIKES).flatMap(([letter, odd]) =>
    [...odd].filter((char) => folded(`x${char}x`).bare !== `x${letter}x`),
  )
  expect(misread).toEqual([])
})

test.each([
  ['full-width', 'ｗｅｅｄ', 'weed'],
  ['circled in white', 'ⓦⓔⓔⓓ', 'weed'],
  ['circled in black', '🅦🅔🅔🅓', 'WEED'],
  ['as flags', '🇼🇪🇪🇩', 'WEED'],
  ['struck through', 'w̶e̶e̶d̶', 'weed'],
  ['digits of other scripts', '٣ ३ ３ 𝟛', '3 3 3 3'],
  ['odd spaces', 'a\u00a0\u2009b', 'a b'],
  ['ordinary Spanish', 'Señora Núñez, ¿qué?', 'Senora Nunez, ¿que?'],
])('%s', (_, text, plain) => {
  expect(folded(text).bare).toBe(plain)
})

test('what is drawn as nothing is nothing, and what is drawn as a blank may be either', () => {
  for (const char of ['\u00ad', '\u034f', '\u200b', '\u2060', '\ufe0f', '\u{e0061}', '\u180b'])
    expect(folded(`we${char}ed`)).toEqual({ said: 'weed', bare: 'weed', tight: 'weed' })
  for (const char of ['\u2800', '\u3164', '\uffa0', '\u115f', '\u1160'])
    expect(folded(`we${char}ed`)).toEqual({ said: 'we ed', bare: 'we ed', tight: 'weed' })
})

test('every strain is found, written with spaces, hyphens or neither', () => {
  const names = STRAINS.map((pattern) => pattern.replace(/\(\?:([^|)]*)[^)]*\)\??/g, '$1'))
  const written = names.flatMap((name) =>
    [' ', '-', ''].map((between) =>
      name.replaceAll('[- ]?', between).replaceAll('zkittle[sz]', 'zkittlez').replaceAll('?', ''),
    ),
  )
  expect(written.length).toBeGreaterThanOrEqual(300)
  expect(written.filter((name) => copyFaults(`Your ${name} is packed`)[0]?.rule !== 'product-word')).toEqual([])
})

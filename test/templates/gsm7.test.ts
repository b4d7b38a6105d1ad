import { describe, expect, test } from 'vitest'
import { notGsm7, segments, toGsm7 } from '../../templates/gsm7.ts'

describe('how many parts a text message takes', () => {
  test.each([
    ['nothing', '', 1],
    ['160 plain letters', 'a'.repeat(160), 1],
    ['161 plain letters', 'a'.repeat(161), 2],
    ['306 plain letters', 'a'.repeat(306), 2],
    ['307 plain letters', 'a'.repeat(307), 3],
    ['160 letters of Spanish', 'ñ¿é¡'.repeat(40), 1],
    ['80 euro signs, which cost two', '€'.repeat(80), 1],
    ['81 euro signs', '€'.repeat(81), 2],
    ['a bracket that would fall on the cut', `${'a'.repeat(152)}[${'a'.repeat(152)}`, 3],
    ['70 letters with an accent that is not carried', 'í'.repeat(70), 1],
    ['71 of them', 'í'.repeat(71), 2],
    ['134 of them', 'í'.repeat(134), 2],
    ['135 of them', 'í'.repeat(135), 3],
    ['one curly quote among 70', `’${'a'.repeat(70)}`, 2],
    ['35 emoji, two units each', '🚪'.repeat(35), 1],
    ['36 emoji', '🚪'.repeat(36), 2],
    ['67 emoji, none cut in half', '🚪'.repeat(67), 3],
  ])('%s', (_, text, count) => {
    expect(segments(text)).toBe(count)
  })
})

describe('writing for a text message', () => {
  test.each([
    ['“It’s here” – 6:20\u202fPM…', '"It\'s here" - 6:20 PM...'],
    ['Está aquí: á í ó ú Á Í Ó Ú', 'Esta aqui: a i o u A I O U'],
    ['Señor José, ¿qué? ¡Ü!', 'Señor José, ¿qué? ¡Ü!'],
    ['Jose\u0301', 'José'],
    ['A [B] {C} ~ | \\ ^ €', 'A (B) (C) - / /  EUR'],
    ['Łódź 大 🚪', 'odz  '],
    ['a\u00a0b\tc', 'a b c'],
  ])('%j becomes %j', (text, plain) => {
    const folded = toGsm7(text)
    expect(folded).toBe(plain)
    expect(notGsm7(folded)).toEqual([])
  })

  test('the whole basic alphabet is 128 places less the escape, and the extension ten', () => {
    const carried = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(
      (char) => notGsm7(char).length === 0,
    )
    expect(carried.filter((char) => segments(char.repeat(160)) === 1)).toHaveLength(127)
    expect(carried).toHaveLength(137)
  })
})

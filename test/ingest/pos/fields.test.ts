import { describe, expect, test } from 'vitest'
import { cents, email, id, instant, orderNumber, words } from '../../../api/ingest/pos/fields.ts'

describe('of what a till writes', () => {
  test.each<[unknown, string | undefined]>([
    ['2026-04-24T18:05:00.000-07:00', '2026-04-25T01:05:00.000Z'],
    ['2026-04-25T01:05:00Z', '2026-04-25T01:05:00.000Z'],
    ['2026-04-25T01:05:00.000000000Z', '2026-04-25T01:05:00.000Z'],
    ['2026-04-25T01:05:00', undefined],
    ['2026-04-25 01:05:00Z', undefined],
    ['2026-04-25', undefined],
    ['1969-12-31T23:59:59Z', undefined],
    [1_777_079_100, undefined],
    [null, undefined],
  ])('the time %j is %s: without an offset nobody knows when it was', (written, expected) => {
    const at = instant.parse(written)
    expect(at === undefined ? undefined : new Date(at).toISOString()).toBe(expected)
  })

  test.each<[unknown, number | undefined]>([
    ['29.35', 2_935],
    ['29.5', 2_950],
    ['29', 2_900],
    [8.2, 820],
    [1.1 + 2.2, 330],
    ['999999.99', 99_999_999],
    ['1000000', undefined],
    [1e21, undefined],
    ['-1', undefined],
    ['1,000.00', undefined],
    ['', undefined],
  ])('the amount %j is %s cents', (written, expected) => {
    expect(cents.parse(written)).toBe(expected)
  })

  test('an id is a text or a whole number that is still the one that was sent', () => {
    expect(id.parse(90_211)).toBe('90211')
    expect(id.parse(' a-1 ')).toBe('a-1')
    for (const one of [2 ** 53 + 2, 1.5, '', ' ', null, {}, 'x'.repeat(129)])
      expect(id.safeParse(one).success).toBe(false)
  })

  test('what cannot be read of the rest is left out', () => {
    expect([words.parse(null), words.parse(' Ana '), words.parse('x'.repeat(301))]).toEqual(['', 'Ana', ''])
    expect([email.parse('ana@example.com'), email.parse('ana at home')]).toEqual(['ana@example.com', undefined])
    expect([orderNumber.parse(1_042), orderNumber.parse(''), orderNumber.parse([])]).toEqual([
      '1042',
      undefined,
      undefined,
    ])
  })
})

import { describe, expect, test } from 'vitest'
import { copyFaults } from '../../templates/copy-rules.ts'
import { BAD, BAD_SPANISH, GOOD, GOOD_SPANISH, lines } from './copy-corpus.ts'

const good = lines(GOOD + GOOD_SPANISH)
const bad = lines(BAD + BAD_SPANISH)

describe('of two hundred texts and more', () => {
  test('there are as many, each once, of both kinds', () => {
    expect(new Set([...good, ...bad]).size).toBe(good.length + bad.length)
    expect(good.length).toBeGreaterThanOrEqual(100)
    expect(bad.length).toBeGreaterThanOrEqual(100)
  })

  test('no good one is blocked', () => {
    expect(good.flatMap((text) => copyFaults(text).map(({ rule, found }) => `${text}: ${rule} “${found}”`))).toEqual([])
  })

  test('no bad one passes', () => {
    expect(bad.filter((text) => copyFaults(text).length === 0)).toEqual([])
  })
})

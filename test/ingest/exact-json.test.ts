import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readExactJson } from '../../api/ingest/exact-json.ts'
import { Problem } from '../../api/problem.ts'

test.each([
  ['9007199254740991', 9_007_199_254_740_991],
  ['9007199254740993', '9007199254740993'],
  ['-9007199254740993', '-9007199254740993'],
  ['123456789012345678901234567890', '123456789012345678901234567890'],
  ['41.80', 41.8],
  ['0.1234567890123456', 0.1234567890123456],
  ['"9007199254740993"', '9007199254740993'],
])('%s is read as %j', (text, expected) => {
  expect(readExactJson(`{"a":[${text}]}`)).toEqual({ a: [expected] })
})

test('everything else is read as JSON always is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value)
      const isLarge = (one: unknown): boolean =>
        typeof one === 'object' && one !== null
          ? Object.values(one).some(isLarge)
          : Number.isInteger(one) && !Number.isSafeInteger(one)
      fc.pre(!isLarge(JSON.parse(text)))
      expect(readExactJson(text)).toEqual(JSON.parse(text))
    }),
  )
})

test('no JSON, and JSON nested without end, are refused', () => {
  expect(() => readExactJson('{"id":9007199254740993')).toThrow(Problem)
  expect(() => readExactJson(`${'['.repeat(5_000)}9007199254740993${']'.repeat(5_000)}`)).toThrow(Problem)
})

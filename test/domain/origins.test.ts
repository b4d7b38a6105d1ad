import { expect, test } from 'vitest'
import { mayEmbed, originsOf } from '../../api/domain/origins.ts'

const website = 'https://www.alderbay.example/menu?store=1'

test.each([
  ['nobody, where nothing is told', {}, []],
  ['its website, where it names none', { website }, ['https://www.alderbay.example']],
  ['those that it names, and no other', { website, origins: ['https://shop.example'] }, ['https://shop.example']],
  ['nobody, where it says so', { website, origins: [] }, []],
])('%s may show the orders of a dispensary', (_, dispensary, origins) => {
  expect(originsOf(dispensary)).toEqual(origins)
})

test.each([
  ['https://www.alderbay.example', true],
  ['https://alderbay.example', false],
  ['http://www.alderbay.example', false],
  ['https://www.alderbay.example:8443', false],
  ['https://www.alderbay.example.evil.example', false],
  ['null', false],
])('%s: %s', (origin, may) => {
  expect(mayEmbed({ website }, origin)).toBe(may)
})

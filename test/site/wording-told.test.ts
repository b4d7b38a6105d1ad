import { expect, test } from 'vitest'
import { tellWording } from '../../site/support/wording-told.ts'
import { wordingPages } from './support-wording.ts'

const told = (path: string) => tellWording(wordingPages[path]?.wording as NonNullable<App.Locals['wording']>)

test('what keeps a sentence from being saved is told beside it, and under every message that it spoils', () => {
  const [preparing] = told('/support/wording?refused')
  const why = '“edibles” is a word for the goods, which no message may name.'
  expect(preparing?.languages[0]).toMatchObject({
    ...{ isDraft: true, fault: why, value: 'Thank you for choosing our edibles.' },
    ...{ push: { verdict: why, isFine: false }, letter: { isFine: false }, sms: { verdict: `2 parts. ${why}` } },
  })
})

test('who wrote which version when is told, the one in use first', () => {
  const [worded] = told('/support/wording').find(({ anchor }) => anchor === 'delivered')?.languages ?? []
  expect(worded?.versions.map(({ who, isCurrent }) => [who.replace(/\s/g, ' '), isCurrent])).toEqual([
    ['rosa@alderbay.example, Fri, Apr 24, 4:02 PM', true],
    ['kim@alderbay.example, Mon, Mar 2, 10:20 AM', false],
  ])
})

import { describe, expect, test } from 'vitest'
import type { Locale } from '../../api/domain/contact.ts'
import { copyFaults } from '../../templates/copy-rules.ts'
import { LONGEST_SENTENCE, wordingFault } from '../../templates/wording-rules.ts'
import { BAD, BAD_SPANISH, GOOD, GOOD_SPANISH, lines } from './copy-corpus.ts'
import { FACTS } from './facts.ts'
import { BAD_SENTENCES, GOOD_SENTENCES, GOOD_SENTENCES_SPANISH } from './own-sentences.ts'

const good = lines(GOOD + GOOD_SPANISH)
const bad = lines(BAD + BAD_SPANISH)
const goodSentences = { en: lines(GOOD_SENTENCES), es: lines(GOOD_SENTENCES_SPANISH) }
const badSentences = Object.entries(BAD_SENTENCES).flatMap(([rule, text]) => lines(text).map((one) => [rule, one]))

const refused = (text: string, locale: Locale) => wordingFault('out-for-delivery', locale, text, FACTS)

describe('of six hundred texts and more', () => {
  test('there are as many, each once, of both kinds', () => {
    const all = [...good, ...bad, ...goodSentences.en, ...goodSentences.es, ...badSentences.map(([, text]) => text)]
    expect(all.filter((text, index) => all.indexOf(text) !== index)).toEqual([])
    expect(good.length + goodSentences.en.length + goodSentences.es.length).toBeGreaterThanOrEqual(250)
    expect(bad.length + badSentences.length).toBeGreaterThanOrEqual(300)
  })

  test('no good one is blocked', () => {
    expect(good.flatMap((text) => copyFaults(text).map(({ rule, found }) => `${text}: ${rule} “${found}”`))).toEqual([])
  })

  test('no bad one passes', () => {
    expect(bad.filter((text) => copyFaults(text).length === 0)).toEqual([])
  })

  test.each(['en', 'es'] as const)('no good one is refused as a store’s own sentence in %s', (locale) => {
    const written = good.filter((text) => !text.includes('https:') && text.length <= LONGEST_SENTENCE)
    const faults = [...written, ...goodSentences[locale]].flatMap((text) => {
      const fault = refused(text, locale)
      return fault ? [`${text}: ${fault.rule} “${fault.found}”`] : []
    })
    expect(faults).toEqual([])
  })

  test('every bad sentence is refused for what is wrong with it', () => {
    expect(badSentences.filter(([rule, text = '']) => refused(text, 'en')?.rule !== rule)).toEqual([])
  })
})

import { describe, expect, test } from 'vitest'
import type { TrackView } from '../../api/contract.ts'
import { tellMap } from '../../widget/tell-map.ts'
import { tellReady } from '../../widget/tell-ready.ts'
import { tellSteps } from '../../widget/tell-steps.ts'
import { voices } from '../../widget/voices.ts'
import { views } from '../site/views.ts'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')
const minutes = (n: number): number => n * 60_000

describe('what to have ready', () => {
  const ready = (payment: TrackView['ready']['payment']): string[] =>
    tellReady({ ...views.preparing, ready: { ...views.preparing.ready, payment } }, voices.en).map((item) => item.words)

  test('the ID and the age are always asked for; money only when there is some to pay, and never how much', () => {
    const always = ['Your photo ID', 'You, 21 or older', 'Your signature']
    expect(ready('due')).toEqual([...always, 'Your payment'])
    expect(ready('paid')).toEqual([...always, 'Already paid'])
    expect(ready(null)).toEqual(always)
  })

  const inState = (state: Partial<TrackView['ready']>, voice: 'en' | 'es' = 'en'): string =>
    tellReady({ ...views.preparing, ready: { ...views.preparing.ready, ...state } }, voices[voice])
      .map(({ words, detail }) => `${words}: ${detail}`)
      .join(' | ')

  test('in Michigan it must be whoever ordered, with one of two documents', () => {
    const told = inState({ documents: ['drivers-license', 'government-id'], recipient: 'who-ordered' })
    expect(told).toContain('Driver’s license or other government photo ID. The original, not expired.')
    expect(told).toContain('You, who ordered, 21 or older: Your driver checks this every time, in person.')
  })

  test('where the state’s rules are not known the words are careful ones', () => {
    const told = inState({ documents: [], signature: null })
    expect(told).toContain('Your photo ID: From a government, with your birth date. The original, not expired.')
    expect(told).toContain('and may ask you to sign.')
    expect(told).not.toContain('Your signature')
    expect(inState({ documents: [], signature: null }, 'es')).toContain('quizá le pidan firmar')
  })

  test('where no money may be taken at the door nobody is told to bring some', () => {
    expect(inState({ payment: 'due-before' })).toContain('Your payment: Before the driver comes: ask the store how.')
  })

  test('nothing is asked for when nobody is to come any more', () => {
    for (const name of ['delivered', 'not-delivered', 'returned', 'cancelled'] as const) {
      expect(tellReady(views[name], voices.en)).toEqual([])
    }
  })
})

describe('the map in words', () => {
  test('where the driver is, in miles', () => {
    expect(plain(tellMap(views['arriving-soon'], voices.en, 0))).toBe(
      'Sam is about 0.5 miles from your neighborhood. Seen at 7:30 PM',
    )
  })

  test('a position that has grown old says how old, and grows older while nothing is heard', () => {
    const view = views['stale-position']
    expect(plain(tellMap(view, voices.en, 0))).toContain('Last seen at 7:30 PM, 3 minutes ago.')
    expect(plain(tellMap(view, voices.en, minutes(2)))).toContain('5 minutes ago')
  })

  test('a closed map says why', () => {
    expect(tellMap(views['out-for-delivery'], voices.en, 0)).toBe(
      'Sam has other stops first. The map opens when yours is next.',
    )
    expect(tellMap(views['signal-lost'], voices.es, 0)).toContain('Perdimos por ahora la señal de Sam.')
    expect(tellMap(views.delivered, voices.en, 0)).toBe('')
  })
})

describe('the five steps', () => {
  const drawn = (view: TrackView): string =>
    tellSteps(view, voices.en)
      .map(({ label, state }) => `${label}:${state}`)
      .join(' ')

  test('on the way: two are done, the third is now', () => {
    expect(drawn(views['out-for-delivery'])).toBe(
      'Received:done Preparing:done On the way:now Almost there:ahead Delivered:ahead',
    )
  })

  test('standing at the door renames the fourth', () => {
    expect(drawn(views.arrived)).toBe('Received:done Preparing:done On the way:done At your door:now Delivered:ahead')
  })

  test('an order that ends elsewhere ends the line with it', () => {
    expect(drawn(views['not-delivered'])).toBe(
      'Received:done Preparing:done On the way:done Almost there:done Not delivered:failed',
    )
    expect(drawn(views.cancelled)).toBe(
      'Received:done Preparing:done On the way:ahead Almost there:ahead Cancelled:failed',
    )
  })

  test('delivered: all are done', () => {
    expect(drawn(views.delivered)).toMatch(/^(\S.*?:done ?){5}$/)
  })
})

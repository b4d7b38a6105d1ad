import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import type { TrackView } from '../../api/contract.ts'
import { copyFaults } from '../../templates/copy-rules.ts'
import { Answer } from '../../widget/Answer.tsx'
import { Contact } from '../../widget/Contact.tsx'
import { MapPane } from '../../widget/MapPane.tsx'
import { Ready } from '../../widget/Ready.tsx'
import { Steps } from '../../widget/Steps.tsx'
import { tellSteps } from '../../widget/tell-steps.ts'
import { Tracker } from '../../widget/Tracker.tsx'
import { tellAnswer } from '../../widget/tell.ts'
import { tellWait } from '../../widget/tell-wait.ts'
import { voices } from '../../widget/voices.ts'
import { inSpanish, type StateName, stateNames, views } from '../site/views.ts'

const print = (view: TrackView): string => {
  const at = Date.parse(view.asOf)
  const voice = voices[view.locale]
  return renderToString(
    <Tracker
      {...{ view, voice }}
      {...{ heardAt: at, now: at, link: 'live' }}
      answer={<Answer told={tellAnswer(view, voice)} heading={1} />}
      steps={<Steps steps={tellSteps(view, voice)} />}
      pane={<MapPane {...{ view, voice }} sinceMs={0} drawing="" />}
      ready={<Ready view={view} voice={voice} heading={2} />}
      contact={<Contact view={view} voice={voice} />}
    />,
  )
}
const wordsOf = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

/** What stands in the largest type, above it and right below, in both languages. */
const ANSWERS: [StateName, en: string, es: string][] = [
  ['received', 'We have your order | We’ll tell you when', 'Recibimos su pedido | Le diremos cuándo'],
  [
    'preparing-with-window',
    'Your order is being prepared | 7:15–8:00 PM',
    'Estamos preparando su pedido | 7:15–8:00 p.m.',
  ],
  ['out-for-delivery', 'Sam is on the way | 7:25–7:50 PM', 'Sam va en camino | 7:25–7:50 p.m.'],
  [
    'closed-hours',
    'We have your order | Opens Saturday at 9:00 AM',
    'Recibimos su pedido | Abre el sábado a las 9:00 a.m.',
  ],
  ['no-window-yet', 'Sam is on the way | We’ll tell you when', 'Sam va en camino | Le diremos cuándo'],
  ['delayed', 'Sam is running late | 8:10–8:35 PM', 'Sam viene con retraso | 8:10–8:35 p.m.'],
  ['arriving-soon', 'Sam is almost there | 7:34–7:41 PM', 'Sam ya casi llega | 7:34–7:41 p.m.'],
  ['arriving-now', 'Sam is almost there | Any minute now', 'Sam ya casi llega | En cualquier momento'],
  ['arrived', 'Sam is at your door | Please come to the door', 'Sam está en su puerta | Salga a la puerta, por favor'],
  ['delivered', 'Delivered | Enjoy your evening', 'Entregado | Que tenga una buena noche'],
  [
    'not-delivered',
    'Not delivered | There was no valid ID at the door',
    'No entregado | No hubo una identificación válida en la puerta',
  ],
  [
    'returned',
    'Back at the store | Your order is back at the store',
    'De vuelta en la tienda | Su pedido volvió a la tienda',
  ],
  ['cancelled', 'Order cancelled | This order was cancelled', 'Pedido cancelado | Este pedido fue cancelado'],
]

const answer = (view: TrackView): string => {
  const { headline, largest } = tellAnswer(view, voices[view.locale])
  return `${headline} | ${largest.map(({ text }) => text).join('')}`.replaceAll('\u00a0', ' ')
}

test.each(ANSWERS)('%s: the customer reads when, first and largest', (name, en, es) => {
  expect(answer(views[name])).toBe(en)
  expect(answer(inSpanish(views[name]))).toBe(es)
})

describe.each(stateNames)('%s', (name) => {
  test.each([
    ['English', views[name]],
    ['Spanish', inSpanish(views[name])],
  ])('in %s nothing is missing, empty or a code', (_, view) => {
    const words = wordsOf(print(view))
    expect(words).not.toMatch(/undefined|null|NaN|Invalid|\[object|,\s*\.|\.\./)
    expect(words).not.toMatch(/\b(not-next|no-id|drivers-license|signal-lost)\b/)
    expect(words).toContain(view.dispensary.legalName)
    expect(words).toContain(view.dispensary.licence)
  })

  test('never names a product', () => {
    const faults = [views[name], inSpanish(views[name])].flatMap((view) => copyFaults(wordsOf(print(view))))
    expect(faults.filter(({ rule }) => rule === 'product-word')).toEqual([])
  })

  test('sets no style attribute, which a strict policy would drop', () => {
    expect(print(views[name])).not.toMatch(/\sstyle=/)
  })
})

test('late is told against what was promised, by as much as the shown range moved', () => {
  expect(tellAnswer(views.delayed, voices.en).note).toEqual({
    late: true,
    text: 'About 45 minutes later than the 7:25–7:50\u00a0PM we first told you. A stop before yours took longer.',
  })
})

test('a little later is told without alarm, with its reason', () => {
  expect(tellAnswer(views['a-little-later'], voices.en)).toMatchObject({
    headline: 'Sam is on the way',
    note: {
      late: false,
      text: 'About 5 minutes later than the 7:25–7:50\u00a0PM we first told you. The drive takes longer than expected.',
    },
  })
})

test('who is back on time says so', () => {
  expect(tellAnswer(views.recovered, voices.en).note).toEqual({
    late: false,
    text: 'Back on time: within the 7:25–7:50\u00a0PM we first told you.',
  })
})

test('after the door the customer reads what came of the promise', () => {
  const [, kept] = tellAnswer(views.delivered, voices.en).asides
  const [, broken] = tellAnswer(views['delivered-late'], voices.es).asides
  expect(kept).toBe('Within the 7:25–7:50\u00a0PM we first told you')
  expect(broken).toBe('Más tarde de lo que le dijimos primero (7:05–7:25\u00a0p.m.). Lo sentimos.')
  const without = { ...views.delivered, promise: null }
  expect(tellAnswer(without, voices.en).asides).toHaveLength(1)
})

test('the waiting clock runs by the server’s time, however wrong that of the phone', () => {
  const minutes = (n: number): number => n * 60_000
  const told = (sinceMs: number): string | undefined =>
    tellWait(views.arrived, voices.en, sinceMs)?.words.replaceAll('\u00a0', ' ')
  expect(told(0)).toBe('Sam can wait until 7:49 PM: 7 minutes left.')
  expect(told(minutes(6))).toBe('Sam can wait until 7:49 PM: 1 minute left.')
  expect(told(minutes(8))).toContain('Sam could wait until 7:49 PM.')
  expect(tellWait(views['arriving-soon'], voices.en, 0)).toBe(null)
})

test('a store that opens today names no day', () => {
  const view = { ...views['closed-hours'], asOf: '2026-04-25T07:30:00-07:00' }
  expect(answer(view)).toBe('We have your order | Opens at 9:00 AM')
})

test('who was not home reads what happens now, and whom to call', () => {
  const { asides } = tellAnswer({ ...views['not-delivered'], reason: 'not-home' }, voices.en)
  expect(asides).toEqual([
    'It goes back to the store.',
    'Call Alder Bay Provisions to arrange what comes next.',
    'Somebody must be there when it comes again.',
  ])
})

test('a driver without a name is "your driver"', () => {
  const { headline } = tellAnswer({ ...views['out-for-delivery'], driver: null }, voices.en)
  expect(headline).toBe('Your driver is on the way')
})

test('a window of another day names the day', () => {
  const tomorrow = { ...views.preparing, window: views.delayed.window, asOf: '2026-04-23T20:00:00-07:00' }
  expect(tellAnswer(tomorrow, voices.en).asides[0]).toBe('Fri,\u00a0Apr\u00a024')
})

test('a reason that says too much about the customer is told in general words', () => {
  const refused = (reason: string): TrackView => ({ ...views['not-delivered'], reason })
  expect(answer(refused('intoxicated'))).toBe(answer(refused('other')))
  expect(answer(refused('a code of tomorrow'))).toBe(answer(refused('other')))
})

test('the hour is the dispensary’s, whatever clock the customer has', () => {
  const view = views['out-for-delivery']
  const inNewYork = { ...view, dispensary: { ...view.dispensary, timeZone: 'America/New_York' } }
  expect(answer(inNewYork)).toBe('Sam is on the way | 10:25–10:50 PM')
})

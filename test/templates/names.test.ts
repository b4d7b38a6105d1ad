import { describe, expect, test } from 'vitest'
import type { Locale } from '../../api/domain/contact.ts'
import { CHANNELS, NOTIFICATION_KINDS } from '../../api/domain/notification.ts'
import { helpMail, helpText } from '../../templates/help.ts'
import { render, saidFaults } from '../../templates/render.ts'
import type { Facts } from '../../templates/template.ts'
import { wordingFault } from '../../templates/wording-rules.ts'
import { FACTS, wordsOfHtml } from './facts.ts'

const LOCALES: Locale[] = ['en', 'es']
const EVERY = NOTIFICATION_KINDS.flatMap((kind) =>
  CHANNELS.flatMap((channel) => LOCALES.map((locale) => ({ kind, channel, locale }))),
)
const MARIA: Facts = { ...FACTS, customerName: 'Maria Gonzalez Ruiz' }

/** All that a reader sees of every message. */
const everyMessage = (facts: Facts) =>
  EVERY.map(({ kind, channel, locale }) => {
    const message = render(kind, channel, locale, facts)
    expect(saidFaults(message, channel, facts)).toEqual([])
    return `${message.subject}\n${message.text}\n${wordsOfHtml(message.html ?? '')}`
  })

describe('a customer’s name', () => {
  test.each(['GONZALEZ-1042', 'Maria Gonzalez', 'González', 'gonzalez1042', 'Ruiz, Maria', 'GОNZALEZ 7'])(
    'goes out in no message where the till calls the order %s',
    (orderNumber) => {
      const nameless = everyMessage({ ...MARIA, orderNumber: '' })
      expect(everyMessage({ ...MARIA, orderNumber })).toEqual(nameless)
    },
  )

  test('goes out in no message where only the number tells it', () => {
    const orderNumber = 'Maria Gonzalez'
    expect(everyMessage({ ...FACTS, orderNumber })).toEqual(everyMessage({ ...FACTS, orderNumber: '' }))
  })

  test('stays in the number where it is the given name alone, which tells nobody who it is', () => {
    expect(everyMessage({ ...MARIA, orderNumber: 'Maria 7' })[0]).toContain('Maria 7')
  })

  test('is not told by a store’s own sentence: ours goes out', () => {
    for (const own of [
      'Thank you, Gonzalez family.',
      'Gracias, Sra. Ruiz.',
      'Say gonzález at the gate.',
      'Soy Wanda Kowalczyk.',
    ])
      expect(everyMessage({ ...MARIA, own })).toEqual(everyMessage(MARIA))
    const orderNumber = 'Ruiz-1'
    expect(everyMessage({ ...MARIA, orderNumber, own: 'It is {order}.' })).toEqual(
      everyMessage({ ...MARIA, orderNumber }),
    )
    expect(everyMessage({ ...MARIA, own: 'Maria bakes today.' })[0]).toContain('Maria bakes today.')
  })

  test.each([
    'Ana Call',
    'Ana Friday',
    'Sam Stop',
    'Eva de la Noche',
    'Al Bay',
    'Luz Puerta',
    'Jo Order',
    'Prince',
    'April',
  ])('loses %s no message and no word of ours', (customerName) => {
    expect(everyMessage({ ...FACTS, customerName })).toEqual(everyMessage(FACTS))
  })

  test('may be the store’s or the driver’s own too', () => {
    const dispensary = { ...FACTS.dispensary, name: 'Maria Gonzalez', legalName: 'Maria Gonzalez Ruiz, LLC' }
    const own = 'Look for the Maria Gonzalez van.'
    for (const facts of [
      { ...FACTS, dispensary, own },
      { ...FACTS, driverFirstName: 'Ruiz', own: 'Wave at {driver}.' },
    ])
      expect(everyMessage({ ...facts, customerName: 'Maria Gonzalez Ruiz' })).toEqual(everyMessage(facts))
  })
})

describe('a driver’s name', () => {
  test.each([
    ['Sam Rivera', 'Sam'],
    ['  Sam   Rivera ', 'Sam'],
    ['Rivera, Sam', 'Sam'],
    ['José Luis Pérez', 'José'],
    ['Maximiliana-Guadalupe', 'Maximiliana-Guadalupe'],
  ])('%s is %s in every message, however whole it was entered', (driverFirstName, called) => {
    const own = 'Wave at {driver}.'
    expect(everyMessage({ ...FACTS, driverFirstName, own })).toEqual(
      everyMessage({ ...FACTS, driverFirstName: called, own }),
    )
    expect(everyMessage({ ...FACTS, driverFirstName }).join()).not.toMatch(/Rivera|Luis|Pérez/)
  })

  test('is left out where only a title and a surname are known', () => {
    for (const driverFirstName of ['Mr. Rivera', 'Sra Rivera'])
      expect(everyMessage({ ...FACTS, driverFirstName })).toEqual(
        everyMessage({ ...FACTS, driverFirstName: undefined }),
      )
  })
})

test('a store is told which name its sentence has whole, as it wrote it', () => {
  const fault = (text: string) => wordingFault('out-for-delivery', 'en', text, FACTS)
  expect(fault('{driver} de la Cruz is near')).toEqual({ rule: 'full-name', found: '{driver} de la Cruz' })
  expect(fault('Ask for Sam Rivera')).toEqual({ rule: 'full-name', found: 'Sam Rivera' })
})

describe('the answer to HELP', () => {
  test('calls no order after its customer either', () => {
    const { subject, text } = helpMail('en', { ...MARIA, orderNumber: 'GONZALEZ-7', isShown: true })
    expect([subject, text.includes('GONZALEZ')]).toEqual(['Help with your order', false])
  })

  test.each([
    ['alderbay.com', 'alderbay com: for help'],
    ['W大eed', 'Your store: for help'],
    ['Alder Bay Provisions, our Weedling', 'Your store: for help'],
  ])('from %s says “%s”', (name, said) => {
    expect(helpText({ ...FACTS.dispensary, name }, 'en')).toContain(said)
  })
})

import { describe, expect, test } from 'vitest'
import { copyFaults, type Fault } from '../../templates/copy-rules.ts'
import { linkIn } from '../../templates/links.ts'
import { neutralName } from '../../templates/neutral.ts'

const BAD: [Fault['rule'], string][] = [
  ['product-word', 'Your cannabis is here'],
  ['product-word', 'Alder Bay Cannabis Co.: your order is here'],
  ['product-word', 'Follow it at https://alderbaycannabis.com/t/1'],
  ['product-word', 'CANNABINOID'],
  ['product-word', 'Canna Provisions'],
  ['product-word', 'medical marijuana'],
  ['product-word', 'Weed delivery'],
  ['product-word', 'Weedmaps order'],
  ['product-word', '20% THC'],
  ['product-word', 'THCA inside'],
  ['product-word', 'CBD-rich'],
  ['product-word', 'Delta-8'],
  ['product-word', 'a new strain'],
  ['product-word', 'Indica or sativa?'],
  ['product-word', 'your edibles'],
  ['product-word', 'Gummies!'],
  ['product-word', 'a vape'],
  ['product-word', 'Vaping'],
  ['product-word', 'Fresh flower'],
  ['product-word', 'pre-roll'],
  ['product-word', 'Prerolls'],
  ['product-word', 'Pre rolls'],
  ['product-word', 'one joint'],
  ['product-word', 'OG Kush'],
  ['product-word', 'your local dispensary'],
  ['product-word', 'Ask your budtender'],
  ['product-word', 'hemp oil'],
  ['product-word', 'Mary Jane'],
  ['product-word', 'a pot shop'],
  ['product-word', 'can\u00adna\u200bbis'],
  ['product-word', 'ｃａｎｎａｂｉｓ'],
  ['product-word', 'cánnabis'],
  ['product-word', 'we\u2800ed'],
  ['product-word', 'su marihuana'],
  ['product-word', 'La Mota'],
  ['product-word', 'hierba'],
  ['product-word', 'gomitas'],
  ['product-word', 'flores'],
  ['product-word', 'aceite de cáñamo'],
  ['product-word', 'hachís'],
  ['product-word', 'comestibles'],
  ['product-word', 'su dispensario'],
  ['product-word', 'un porro'],
  ['product-word', 'On the way 🍁'],
  ['product-word', 'Green Leaf 🌿'],
  ['product-word', '🍃'],
  ['product-word', 'https://track.example.com/menu/edibles'],
  ['price', 'Total $12.34'],
  ['price', 'Have $ 40 ready'],
  ['price', 'US$40'],
  ['price', '40 dollars'],
  ['price', '12,50 €'],
  ['price', '40 dólares'],
  ['quantity', '3.5 g'],
  ['quantity', '3.5g'],
  ['quantity', '1/8 oz'],
  ['quantity', '1/8th'],
  ['quantity', '½ ounce'],
  ['quantity', 'an eighth'],
  ['quantity', 'half an ounce'],
  ['quantity', '100 mg'],
  ['quantity', '2 packs'],
  ['quantity', '3 items'],
  ['quantity', '5 gramos'],
  ['quantity', 'media onza'],
  ['quantity', 'cuarto de onza'],
  ['address', 'to 123 Main St'],
  ['address', '123 main street'],
  ['address', '4501 N. 12th Ave, Phoenix'],
  ['address', '77 Martin Luther King Blvd'],
  ['address', '9 Ocean View Drive'],
  ['address', '123 Flower Street'],
  ['address', '1200 El Camino Real'],
  ['address', 'Calle Olvera 125'],
  ['address', 'avenida de las Américas núm. 40'],
  ['address', 'Apt 4'],
  ['address', 'Suite #300'],
  ['address', 'PO Box 12'],
  ['address', 'San Jose, CA 95112'],
  ['address', '37.77493, -122.41942'],
  ['short-link', 'https://bit.ly/3abc'],
  ['short-link', 'tinyurl.com/abc'],
  ['short-link', 'See t.co/abc'],
  ['short-link', 'HTTPS://WWW.IS.GD/x'],
]

const GOOD = [
  'Alder Bay: your order 1042 arrives 6:20-6:40 PM.',
  'Order 1042 is on the way',
  'There are 2 stops before yours.',
  'Have your government photo ID ready: you must be 21 or over.',
  'Green Valley Wellness: order A-17',
  'High Sierra Market',
  'Leaf & Stone',
  'Evergreen Collective',
  'Hempstead Market',
  'Yerba Buena Market',
  'Potrero Hill Provisions',
  'The Pottery',
  'Seaweed Kitchen',
  'Tweed & Co',
  'Constraint',
  'Restrained',
  'Jointly yours',
  'Budapest',
  'Rosebud',
  'Budget delivery',
  'Flowering Peach',
  'Strainer',
  'Scrapes and escapes',
  'Cannon Street Store',
  'Hashtag',
  'como se indica en su página',
  'Según se indica',
  'La florería de Ana',
  'Su pedido va en camino. Llegada: 6:20-6:40 p.m.',
  'va en camino entre las 6:20 y las 6:40',
  '¿Preguntas? Llame al (415) 555-0123.',
  'Friday, April 24, 6:31 PM',
  'Viernes, 24 de abril',
  'in 4 min',
  '10 minutes',
  'Order #1042g5',
  'Order 20260424-0042',
  'License C9-0000123-LIC',
  'OCM-RETL-24-000123',
  'Licencia AU-R-000123',
  'Call +1 415 555 0123',
  'Reply STOP to opt out.',
  'https://track.example.com/t/q3N8xZr1c0mE2bT7uVw9aA',
  // Tokens are drawn by lot: this one happens to spell words.
  'https://track.example.com/t/x-THC-weed-3g-Kush9aZ1',
  'https://visit.ly.example.com/t/1',
  'https://at.company.example/t/1',
  'You are the next stop on the way',
  'Meet Sam at the door',
  'The 3 stops before yours are done',
  'Driver is 2 minutes down the street',
  'A scannable ID, please',
  'Your window is 6:20-6:40 PM. High Street Goods thanks you.',
]

describe('what a message may not say', () => {
  test.each(BAD)('%s: %s', (rule, text) => {
    expect(copyFaults(text).map((fault) => fault.rule)).toContain(rule)
  })

  test('the table is long enough to mean something', () => {
    expect(BAD.length + GOOD.length).toBeGreaterThanOrEqual(120)
  })
})

describe('what a message may say', () => {
  test.each(GOOD)('%s', (text) => {
    expect(copyFaults(text)).toEqual([])
  })

  test('a fault shows the words', () => {
    expect(copyFaults('Your edibles, 3.5 g, are $40')).toEqual([
      { rule: 'product-word', found: 'edibles' },
      { rule: 'price', found: '$4' },
      { rule: 'quantity', found: '3.5 g' },
    ])
  })
})

describe('a link', () => {
  test.each([
    ['evil\u2800.shop', 'evil.shop'],
    ['see evil．com now', 'evil.com'],
    ['мєст.shop', 'mєct.shop'],
    ['Thank you. See you at 6:30 p.m.', undefined],
    ['Call (415) 555-0123. 20.5 mi', undefined],
  ])('%j has %j', (text, found) => {
    expect(linkIn(text)).toBe(found)
  })
})

describe('what a text message can carry', () => {
  test('letters that would double its price are named', () => {
    expect(copyFaults('Está en camino', 'sms')).toEqual([{ rule: 'alphabet', found: 'á' }])
    expect(copyFaults('Señor, ¿qué? ¡Sí! é ñ ü', 'sms')).toEqual([{ rule: 'alphabet', found: 'í' }])
    expect(copyFaults('“Hi” – 6:20\u202fPM', 'sms')).toEqual([{ rule: 'alphabet', found: '“”–\u202f' }])
    expect(copyFaults('Está en camino', 'email')).toEqual([])
  })

  test('two parts at most', () => {
    expect(copyFaults('a'.repeat(306), 'sms')).toEqual([])
    expect(copyFaults('a'.repeat(307), 'sms')).toEqual([{ rule: 'length', found: '3 parts' }])
  })
})

describe('what the sender is called', () => {
  test.each([
    ['Alder Bay', 'Alder Bay'],
    ['Green Leaf', 'Green Leaf'],
    ['Alder Bay Cannabis Co.', 'Your store'],
    ['Main Street Dispensary', 'Your store'],
    ['MJ 🍁', 'Your store'],
    ['123 Main St', 'Your store'],
    ['', 'Your store'],
    ['Alder\nBay\u202e', 'Alder Bay'],
    ['420 Main', '420 Main'],
    ['Green Leaf Provisions', 'Green Leaf Provisions'],
    ['Maria Gonzalez Provisions', 'Maria Gonzalez Provisions'],
    ['St. James Goods', 'St. James Goods'],
    ['W\u2800e\u2800e\u2800d', 'Your store'],
    ['Wееd', 'Your store'],
    ['Blue Dream Deliveries', 'Your store'],
    // Called after a site: readable, and nothing that a phone makes a link of.
    ['alderbay.com', 'alderbay com'],
    ['Alderbay．com', 'Alderbay com'],
    ['alderbay․com', 'alderbay com'],
    ['alderbay。com', 'alderbay com'],
    ['https://www.alderbay.com', 'alderbay com'],
    ['shop.alderbay.co.uk', 'shop alderbay co uk'],
    ['St.James Goods', 'St James Goods'],
    ['Goods@Home', 'Goods @ Home'],
    ['bit.ly/alder', 'Your store'],
    ['192.168.0.1', 'Your store'],
    ['alderbay dot com', 'Your store'],
  ])('%j is called %j', (name, called) => {
    expect(neutralName(name, 'en')).toBe(called)
  })

  test('in Spanish the store is the customer’s too', () => {
    expect(neutralName('Flor Verde', 'es')).toBe('Su tienda')
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ownWords } from '../../api/notify/mail/own-words.ts'
import { readMail } from '../../api/notify/mail/read-mail.ts'
import { CLIENTS } from './clients.ts'

const ADDRESS = 'r-aaaaaaaaaaaaaaaaaaaaaaaaaa@replies.example'

describe('what a customer wrote is kept without what they answered to', () => {
  test.each(CLIENTS)('by $client', async ({ raw, words }) => {
    const mail = await readMail(raw(ADDRESS))
    expect(mail?.words).toBe(words)
    expect(mail).toMatchObject({ from: 'ana@example.com', isAutomatic: false, files: 0, report: undefined })
    expect(mail?.recipients).toEqual([`Alder Bay Provisions <${ADDRESS}>`])
  })

  test.each([
    ['nothing but their own words', 'Hello,\n\nthe gate is open.\n', 'Hello,\n\nthe gate is open.'],
    [
      'an answer between the lines',
      'See below.\n\n> Sam is on the way.\n\nGood.\n\n> Have your ID ready.\n\nI have.',
      'See below.\n\nGood.\n\nI have.',
    ],
    ['an answer right below a short line', '> Have your ID ready.\nI have.', 'I have.'],
    ['a quoted line that a system broke', `Ok\n> ${'word '.repeat(15)}\nand its end\n> next`, 'Ok'],
    ['a story of who wrote what', 'Hi.\nOn Monday I wrote:\nring the bell', 'Hi.\nOn Monday I wrote:\nring the bell'],
    [
      'a line that looks like one header',
      'From: my phone it says 7 PM.\nIs that so?',
      'From: my phone it says 7 PM.\nIs that so?',
    ],
    ['where they are', 'Sent from the parking lot, call me', 'Sent from the parking lot, call me'],
    ['a long farewell that is no signature', `Hi\n--\n${'line\n'.repeat(20)}`, `Hi\n--\n${'line\n'.repeat(20)}`.trim()],
    ['a forwarded mail', 'For you\n\n---------- Forwarded message ---------\nFrom: x\nabc', 'For you'],
    [
      'what cannot be seen, or turns words around',
      'Pay \u202eyob yalp\u202c\u0000\u0007 5\tnow \u2066x\u2069',
      'Pay yob yalp 5\tnow x',
    ],
    ['Mac line ends and odd spaces', 'One\rtwo\u00a0three\u200b', 'One\ntwo three'],
  ])('%s', (_, text, words) => {
    expect(ownWords(text)).toBe(words)
  })

  test('whole, where nothing of it can be told to be theirs', () => {
    expect(ownWords('> Yes\n> no')).toBe('> Yes\n> no')
    expect(ownWords('')).toBe('')
  })

  test('up to a bound, and never cut within a character', () => {
    const words = ownWords('😀'.repeat(10_000))
    expect([...words]).toHaveLength(4_000)
    expect(words.endsWith('😀…')).toBe(true)
  })

  test('whatever anybody writes above an Outlook block, nothing of ours is left', () => {
    const line = fc.stringMatching(/^[A-Za-z0-9 .,!?'ñé]{1,60}$/).filter((text) => text.trim() !== '')
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (own) => {
        const mail = `${own.join('\n')}\n\n________________________________\nFrom: A <a@b.example>\nSent: Friday\nTo: c@d.example\nSubject: e\n\nSECRET`
        expect(ownWords(mail)).not.toContain('SECRET')
      }),
    )
  })
})

/** Each of these takes a reader that tries everything minutes. */
test.each([
  ['a line of what looks like senders', '2026 from<'.repeat(200_000)],
  ['lines that begin like the one above a quotation', 'On 20:26 \n'.repeat(200_000)],
  ['nothing but dashes', '-'.repeat(2_000_000)],
  ['nothing but quotation marks', '> '.repeat(1_000_000)],
  ['nothing but headers', 'From: a\nTo: b\n'.repeat(150_000)],
])('is read at once: %s', (_, text) => {
  expect(ownWords(text).length).toBeLessThanOrEqual(4_000)
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mailAddresses } from '../../api/notify/mail/addresses.ts'

const KEY = new Uint8Array(32).fill(7)
const DOMAIN = 'replies.example.com'
const addresses = mailAddresses(DOMAIN, KEY)
const LINK = 'a1b2c3d4e5f6'
const linkId = fc.stringMatching(/^[0-9a-f]{12}$/)

describe('an address that mail comes back to', () => {
  test('leads to the link of its message, and to what it is for', () => {
    fc.assert(
      fc.property(linkId, (id) => {
        const { reply, bounce, unsubscribe } = addresses.of(id)
        expect([reply, bounce, unsubscribe].map((one) => addresses.within(one))).toEqual([
          [{ purpose: 'reply', linkId: id }],
          [{ purpose: 'bounce', linkId: id }],
          [{ purpose: 'unsubscribe', linkId: id }],
        ])
      }),
    )
  })

  test('is the same however a mail system writes it, and wherever it stands', () => {
    const { reply } = addresses.of(LINK)
    const found = [{ purpose: 'reply', linkId: LINK }]
    for (const text of [
      reply.toUpperCase(),
      `<${reply}>`,
      `"Alder, Bay" <${reply}>`,
      ` ${reply}; `,
      `rfc822;${reply}.`,
    ])
      expect(addresses.within(text)).toEqual(found)
  })

  test('is short enough for every mail system, and of letters and digits that none mangles', () => {
    fc.assert(
      fc.property(linkId, (id) => {
        expect(addresses.of(id).bounce).toMatch(/^b-[a-z2-7]{26}@replies\.example\.com$/)
      }),
    )
  })

  test('is nothing with any character changed', () => {
    const { reply } = addresses.of(LINK)
    const token = reply.slice(2, 28)
    for (let at = 0; at < 26; at += 1) {
      for (const letter of 'abcdefghijklmnopqrstuvwxyz234567') {
        const changed = token.slice(0, at) + letter + token.slice(at + 1)
        // The last character carries three bits, so four spellings of it are one.
        const isSame = changed === token || (at === 25 && addresses.within(`r-${changed}@${DOMAIN}`).length > 0)
        if (isSame) expect(addresses.within(`r-${changed}@${DOMAIN}`)).toEqual([{ purpose: 'reply', linkId: LINK }])
        else expect(addresses.within(`r-${changed}@${DOMAIN}`)).toEqual([])
      }
    }
  })

  test.each([
    ['of another instance', mailAddresses(DOMAIN, new Uint8Array(32).fill(8)).of(LINK).reply],
    ['of another purpose', addresses.of(LINK).reply.replace(/^r/, 'u')],
    ['of another domain', addresses.of(LINK).reply.replace('replies.', 'elsewhere.')],
    ['of a domain below ours', `${addresses.of(LINK).reply}.evil.example`],
    ['of a domain that only looks like ours', addresses.of(LINK).reply.replace('example.com', 'exampleXcom')],
    ['cut', addresses.of(LINK).reply.slice(0, 20)],
    ['somebody’s own', 'ana@replies.example.com'],
    ['empty', ''],
  ])('is nothing where it is %s', (_, address) => {
    expect(addresses.within(address)).toEqual([])
  })

  test('is not looked for without end', () => {
    expect(addresses.within(`${addresses.of(LINK).reply} `.repeat(1_000))).toHaveLength(20)
  })
})

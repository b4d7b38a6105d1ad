import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Mailboxes } from '../../ports.ts'
import { keyFor } from '../../secrets.ts'

/** What an address of ours is for. */
export type Purpose = 'reply' | 'bounce' | 'unsubscribe'
/** By which address mail came: that of the link which went out in the message. */
export type Addressed = { purpose: Purpose; linkId: string }

export type MailAddresses = {
  of: (linkId: string) => Required<Mailboxes>
  /** All of ours that stand in a text: an address, a header, the report of a mail. */
  within: (text: string) => Addressed[]
}

const LETTERS: Record<Purpose, string> = { reply: 'r', bounce: 'b', unsubscribe: 'u' }
const PURPOSES: ReadonlyMap<string, Purpose> = new Map(
  Object.entries(LETTERS).map(([purpose, letter]) => [letter, purpose as Purpose]),
)

const ID_BYTES = 6
const TAG_BYTES = 10
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
const FOUND_AT_MOST = 20

/**
 * Addresses that name a message to us and nothing to anybody else: the id of its link, which was drawn by lot, and 80 bits
 * of HMAC-SHA256 over it and what the address is for. One that we have not made is known without a look into the
 * database. Mail systems change the case of addresses, so there is but one.
 */
export function mailAddresses(domain: string, secretKey: Uint8Array): MailAddresses {
  const key = keyFor('doorstep/mail-addresses', secretKey)
  const tagOf = (purpose: Purpose, id: Uint8Array): Buffer =>
    createHmac('sha256', key).update(purpose).update(id).digest().subarray(0, TAG_BYTES)

  function addressOf(purpose: Purpose, linkId: string): string {
    const id = Buffer.from(linkId, 'hex')
    return `${LETTERS[purpose]}-${base32(Buffer.concat([id, tagOf(purpose, id)]))}@${domain}`
  }

  function read(letter: string, token: string): Addressed | undefined {
    const purpose = PURPOSES.get(letter)
    const bytes = fromBase32(token)
    const [id, tag] = [bytes.subarray(0, ID_BYTES), bytes.subarray(ID_BYTES)]
    return purpose && timingSafeEqual(tagOf(purpose, id), tag) ? { purpose, linkId: id.toString('hex') } : undefined
  }

  const ours = new RegExp(`\\b([rbu])-([a-z2-7]{26})@${domain.replaceAll('.', '\\.')}(?![\\w-]|\\.\\w)`, 'g')
  return {
    of: (linkId) => ({
      reply: addressOf('reply', linkId),
      bounce: addressOf('bounce', linkId),
      unsubscribe: addressOf('unsubscribe', linkId),
    }),
    within: (text) =>
      [...text.toLowerCase().matchAll(ours)]
        .slice(0, FOUND_AT_MOST)
        .flatMap(([, letter = '', token = '']) => read(letter, token) ?? []),
  }
}

/** RFC 4648 without padding, in small letters. */
function base32(bytes: Uint8Array): string {
  let [text, held, bits] = ['', 0, 0]
  for (const byte of bytes) {
    held = (held << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(held >> (bits - 5)) & 31]
    held &= 31
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = []
  let [held, bits] = [0, 0]
  for (const letter of text) {
    held = ((held << 5) | ALPHABET.indexOf(letter)) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((held >> bits) & 0xff)
  }
  return Buffer.from(bytes)
}

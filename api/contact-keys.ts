import { saveContactKey, type Hashes } from '../db/contacts.ts'
import type { Tx } from '../db/open.ts'
import type { Contact } from './domain/contact.ts'
import type { OrderKey } from './live/bus.ts'
import type { Random } from './ports.ts'
import { keyedHash, keyFor, seal, unseal } from './secrets.ts'

type What = 'contact' | 'device' | 'reply'

const KEY_BYTES = 32

/** Whose it is and what, so that nothing sealed opens in another's place. */
const beside = (what: What | 'key', { dispensaryId, orderId }: OrderKey): string =>
  JSON.stringify([what, dispensaryId, orderId])

export type ContactKeys = ReturnType<typeof createContactKeys>

/** A key for each order, itself sealed with the key of the process: to destroy it is to forget what it sealed. */
export function createContactKeys({ secretKey, random }: { secretKey: Uint8Array; random: Random }) {
  const waitingKey = keyFor('doorstep/waiting-contacts', secretKey)
  const strangersKey = keyFor('doorstep/strangers', secretKey)
  const hashingKey = keyFor('doorstep/contact-hashes', secretKey)

  const opened = (sealedKey: Uint8Array, order: OrderKey): Buffer =>
    Buffer.from(unseal(secretKey, sealedKey, beside('key', order)), 'base64')

  const hashOf = (dispensaryId: string, what: string, value: string): string =>
    keyedHash(hashingKey, JSON.stringify([dispensaryId, what, value]))

  return {
    /** A new key for an order that has none, as it is stored. */
    make: async (tx: Tx, { dispensaryId, orderId }: OrderKey): Promise<Buffer> => {
      const key = Buffer.from(random(KEY_BYTES)).toString('base64')
      const sealedKey = seal(secretKey, key, random, beside('key', { dispensaryId, orderId }))
      await saveContactKey(tx, { dispensaryId, orderId, sealedKey })
      return sealedKey
    },
    seal: (sealedKey: Uint8Array, order: OrderKey, what: What, value: object): Buffer =>
      seal(opened(sealedKey, order), JSON.stringify(value), random, beside(what, order)),
    /** @throws where the key or the order is another, or anything was changed */
    open: (sealedKey: Uint8Array, order: OrderKey, what: What, sealed: Uint8Array): unknown =>
      JSON.parse(unseal(opened(sealedKey, order), sealed, beside(what, order))),
    /** What came with news of an order that is not there yet, and so has no key; by the row of the trail. */
    sealWaiting: (dispensaryId: string, seq: number, contact: Contact): Buffer =>
      seal(waitingKey, JSON.stringify(contact), random, JSON.stringify([dispensaryId, seq])),
    openWaiting: (dispensaryId: string, seq: number, sealed: Uint8Array): Contact =>
      JSON.parse(unseal(waitingKey, sealed, JSON.stringify([dispensaryId, seq]))) as Contact,
    /** What somebody wrote of whom no order is known. */
    sealStranger: (dispensaryId: string, replyId: string, told: { phone: string; words: string }): Buffer =>
      seal(strangersKey, JSON.stringify(told), random, JSON.stringify([dispensaryId, replyId])),
    openStranger: (dispensaryId: string, replyId: string, sealed: Uint8Array) =>
      JSON.parse(unseal(strangersKey, sealed, JSON.stringify([dispensaryId, replyId]))) as {
        phone: string
        words: string
      },
    /** What a person's orders are found by, within one dispensary. */
    hashesOf: (dispensaryId: string, { phone, email }: Pick<Contact, 'phone' | 'email'>): Hashes => ({
      phoneHash: phone === undefined ? null : hashOf(dispensaryId, 'phone', phone),
      emailHash: email === undefined ? null : hashOf(dispensaryId, 'email', email.toLowerCase()),
    }),
    endpointHash: (dispensaryId: string, endpoint: string): string => hashOf(dispensaryId, 'endpoint', endpoint),
  }
}

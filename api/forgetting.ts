import type { Database } from '../db/open.ts'
import { forgetStranger } from '../db/strangers.ts'
import { forgetWaitingContacts } from '../db/waiting-news.ts'
import type { Write } from '../db/write.ts'
import { e164 } from './ingest/contact.ts'
import { createOperatorDoor } from './operator-door.ts'
import type { Clock, Random } from './ports.ts'
import { createForget } from './support/forget.ts'

type Deps = { db: Database; write: Write; clock: Clock; random: Random; secretKey: Uint8Array }

/** An order, and why its customer could not be forgotten, if so. */
export type Asked = { orderId: string; why: string | undefined }

/** What the operator does by hand when a customer wants to be forgotten, whether Doorstep runs meanwhile or not. */
export function createForgetting({ db, write, clock, random, secretKey }: Deps) {
  const { record, contacts, keys } = createOperatorDoor({ db, write, clock, random, secretKey })
  const { forget } = createForget({ db, record, clock })

  const order = async (dispensaryId: string, orderId: string): Promise<Asked> => ({
    orderId,
    why: await forget({ dispensaryId, orderId }, 'operator'),
  })

  /** Every order of whoever has this phone or e-mail address. @throws where it is neither */
  async function person(dispensaryId: string, phoneOrEmail: string): Promise<Asked[]> {
    const phone = phoneOrEmail.includes('@') ? undefined : e164(phoneOrEmail)
    if (!phoneOrEmail.includes('@') && phone === undefined)
      throw new Error('This is no phone number and no e-mail address')
    const who = phone === undefined ? { email: phoneOrEmail.trim() } : { phone }
    const hashes = keys.hashesOf(dispensaryId, who)
    await write(async (tx) => {
      await forgetWaitingContacts(tx, dispensaryId, hashes)
      await forgetStranger(tx, dispensaryId, hashes.phoneHash)
    })
    const asked: Asked[] = []
    for (const orderId of await contacts.ordersOf(dispensaryId, who)) asked.push(await order(dispensaryId, orderId))
    return asked
  }

  return { order, person }
}

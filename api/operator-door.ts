import type { Database } from '../db/open.ts'
import type { Write } from '../db/write.ts'
import { createContactKeys, type ContactKeys } from './contact-keys.ts'
import { createContacts, type Contacts } from './contacts.ts'
import { createDevices } from './devices.ts'
import { createBus } from './live/bus.ts'
import type { Clock, Random } from './ports.ts'
import { createRecord, type RecordEvent } from './record.ts'
import { createStrangers } from './strangers.ts'
import { createWaiting } from './waiting.ts'

type Deps = { db: Database; write: Write; clock: Clock; random: Random; secretKey: Uint8Array }
type OperatorDoor = { record: RecordEvent; contacts: Contacts; keys: ContactKeys }

/** The same door as the running Doorstep's, for a process of the operator's: nobody hears of it there, and nothing is sent. */
export function createOperatorDoor({ db, write, clock, random, secretKey }: Deps): OperatorDoor {
  const keys = createContactKeys({ secretKey, random })
  const contacts = createContacts({ db, keys, clock })
  const devices = createDevices({ db, keys })
  const waiting = createWaiting({ keys, db, write, clock })
  const record = createRecord({
    write,
    bus: createBus(),
    channels: new Set(),
    contacts,
    devices,
    strangers: createStrangers({ keys, db, clock }, write),
    waiting,
    recent: () => [],
  })
  return { record, contacts, keys }
}

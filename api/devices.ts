import { findSealedContact } from '../db/contacts.ts'
import type { Database, Tx } from '../db/open.ts'
import {
  forgetPushSubscription,
  leavePushSubscriptions,
  otherPushSubscriptions,
  savePushSubscription,
  sealedPushSubscriptions,
} from '../db/push-subscriptions.ts'
import type { ContactKeys } from './contact-keys.ts'
import { pushProviderOf } from './domain/push-host.ts'
import type { OrderKey } from './live/bus.ts'

/** A browser's subscription to push messages. */
export type Device = { endpoint: string; p256dh: string; auth: string }

export type Devices = {
  /** All, or those that a message of the outbox is for. */
  of: (order: OrderKey, messageId?: string) => Promise<Device[]>
  /** Whether the order may have this device too. */
  hasRoomFor: (tx: Tx, order: OrderKey, device: Device) => Promise<boolean>
  add: (tx: Tx, order: OrderKey, device: Device) => Promise<void>
  /** From now on a message is for these alone: the others have it, or have refused it. */
  leave: (tx: Tx, order: OrderKey, messageId: string, endpoints: string[]) => Promise<void>
  /** One that its push service has called gone, with every order of the dispensary that it was of. */
  forget: (tx: Tx, dispensaryId: string, endpoint: string) => Promise<void>
}

/** A family's phones and tablets; whoever has the link must not make us send to hundreds. */
const MOST_OF_AN_ORDER = 8

/** Devices that asked for messages: as personal as a phone number, so sealed with the key of their order. */
export function createDevices({ db, keys }: { db: Database; keys: ContactKeys }): Devices {
  return {
    of: async (order, messageId) => {
      const rows = await sealedPushSubscriptions(db, order, messageId)
      return rows.map(({ sealedKey, sealed }) => keys.open(sealedKey, order, 'device', sealed) as Device)
    },
    hasRoomFor: async (tx, order, { endpoint }) =>
      (await otherPushSubscriptions(tx, order, keys.endpointHash(order.dispensaryId, endpoint))) < MOST_OF_AN_ORDER,
    add: async (tx, order, device) => {
      const { dispensaryId, orderId } = order
      const sealedKey = (await findSealedContact(tx, order))?.sealedKey ?? (await keys.make(tx, order))
      const sealed = keys.seal(sealedKey, order, 'device', device)
      const endpointHash = keys.endpointHash(dispensaryId, device.endpoint)
      const provider = pushProviderOf(new URL(device.endpoint).host)
      await savePushSubscription(tx, { dispensaryId, orderId, endpointHash, provider, sealed })
    },
    leave: (tx, order, messageId, endpoints) =>
      leavePushSubscriptions(
        tx,
        order,
        messageId,
        endpoints.map((endpoint) => keys.endpointHash(order.dispensaryId, endpoint)),
      ),
    forget: (tx, dispensaryId, endpoint) =>
      forgetPushSubscription(tx, dispensaryId, keys.endpointHash(dispensaryId, endpoint)),
  }
}

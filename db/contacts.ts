import { and, eq, inArray, or } from 'drizzle-orm'
import type { Reader, Tx } from './open.ts'
import { contactKeys, contacts, pushSubscriptions, replies } from './personal-schema.ts'
import { drivers } from './schema.ts'

type Whose = { dispensaryId: string; orderId: string }
export type Hashes = { phoneHash: string | null; emailHash: string | null }
export type SealedContact = { orderId: string; sealedKey: Buffer; sealed: Buffer }

const isOf = (table: typeof contactKeys | typeof contacts | typeof pushSubscriptions | typeof replies, whose: Whose) =>
  and(eq(table.dispensaryId, whose.dispensaryId), eq(table.orderId, whose.orderId))

const withKey = and(eq(contactKeys.dispensaryId, contacts.dispensaryId), eq(contactKeys.orderId, contacts.orderId))

/** An order's key, if it has one, and the contact that was sealed with it, if there is one. */
export async function findSealedContact(
  reader: Reader,
  whose: Whose,
): Promise<{ sealedKey: Buffer; sealed: Buffer | null } | undefined> {
  const [row] = await reader
    .select({ sealedKey: contactKeys.sealedKey, sealed: contacts.sealed })
    .from(contactKeys)
    .leftJoin(contacts, withKey)
    .where(isOf(contactKeys, whose))
  return row
}

export async function saveContactKey(tx: Tx, row: Whose & { sealedKey: Buffer }): Promise<void> {
  await tx.insert(contactKeys).values(row)
}

/** Contacts with the key of each. */
export function sealedContacts(
  reader: Reader,
  dispensaryId: string,
  orderIds: readonly string[],
): Promise<SealedContact[]> {
  return reader
    .select({ orderId: contacts.orderId, sealedKey: contactKeys.sealedKey, sealed: contacts.sealed })
    .from(contacts)
    .innerJoin(contactKeys, withKey)
    .where(and(eq(contacts.dispensaryId, dispensaryId), inArray(contacts.orderId, [...orderIds])))
}

export async function saveContact(tx: Tx, row: Whose & Hashes & { sealed: Buffer }): Promise<void> {
  await tx
    .insert(contacts)
    .values(row)
    .onConflictDoUpdate({ target: [contacts.dispensaryId, contacts.orderId], set: row })
}

/** The orders of whoever has this phone or this e-mail address. */
export async function ordersOfContact(
  reader: Reader,
  dispensaryId: string,
  { phoneHash, emailHash }: Hashes,
): Promise<string[]> {
  const hasIt = or(
    phoneHash === null ? undefined : eq(contacts.phoneHash, phoneHash),
    emailHash === null ? undefined : eq(contacts.emailHash, emailHash),
  )
  if (!hasIt) return []
  const rows = await reader
    .select({ orderId: contacts.orderId })
    .from(contacts)
    .where(and(eq(contacts.dispensaryId, dispensaryId), hasIt))
  return rows.map(({ orderId }) => orderId)
}

/** Destroys the key of an order's personal data, and what it opened. */
export async function destroyContact(tx: Tx, whose: Whose): Promise<void> {
  for (const table of [contactKeys, contacts, pushSubscriptions, replies])
    await tx.delete(table).where(isOf(table, whose))
}

export async function findDriverName(reader: Reader, dispensaryId: string, id: string): Promise<string | undefined> {
  const [row] = await reader
    .select({ firstName: drivers.firstName })
    .from(drivers)
    .where(and(eq(drivers.dispensaryId, dispensaryId), eq(drivers.id, id)))
  return row?.firstName
}

export async function saveDriver(tx: Tx, dispensaryId: string, id: string, firstName: string): Promise<void> {
  await tx
    .insert(drivers)
    .values({ dispensaryId, id, firstName })
    .onConflictDoUpdate({ target: [drivers.dispensaryId, drivers.id], set: { firstName } })
}

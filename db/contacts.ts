import { and, eq, inArray } from 'drizzle-orm'
import type { Contact } from '../api/domain/contact.ts'
import type { Reader, Tx } from './open.ts'
import { contacts, drivers } from './schema.ts'

export async function findContact(reader: Reader, dispensaryId: string, orderId: string): Promise<Contact> {
  return (await findContacts(reader, dispensaryId, [orderId])).get(orderId) ?? {}
}

export async function findContacts(
  reader: Reader,
  dispensaryId: string,
  orderIds: string[],
): Promise<Map<string, Contact>> {
  if (orderIds.length === 0) return new Map()
  const rows = await reader
    .select({ orderId: contacts.orderId, contact: contacts.contact })
    .from(contacts)
    .where(and(eq(contacts.dispensaryId, dispensaryId), inArray(contacts.orderId, orderIds)))
  return new Map(rows.map((row) => [row.orderId, row.contact]))
}

/** Adds what is newly known; what a later event leaves out stays. */
export async function mergeContact(tx: Tx, dispensaryId: string, orderId: string, added: Contact): Promise<void> {
  const contact = { ...(await findContact(tx, dispensaryId, orderId)), ...added }
  await tx
    .insert(contacts)
    .values({ dispensaryId, orderId, contact })
    .onConflictDoUpdate({ target: [contacts.dispensaryId, contacts.orderId], set: { contact } })
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

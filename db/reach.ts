import { sql } from 'drizzle-orm'
import type { Channel } from '../api/domain/notification.ts'
import type { Reader } from './open.ts'

/** How a customer can be reached, as far as that can be told without reading who it is. */
export type Reach = { phone: boolean; email: boolean; device: boolean; stopped: Channel[] }

/**
 * By one statement, for every message that may be planned is asked after it.
 * @returns `stopped`: the channels on which whoever the order is for wants nothing of the dispensary
 */
export async function reachOf(
  reader: Reader,
  { dispensaryId, orderId }: { dispensaryId: string; orderId: string },
): Promise<Reach> {
  const [row] = await reader.all<Record<'phone' | 'email' | 'device' | 'noTexts' | 'noEmail', 0 | 1>>(sql`
    SELECT phone_hash IS NOT NULL AS phone, email_hash IS NOT NULL AS email,
      EXISTS (SELECT 1 FROM push_subscriptions WHERE dispensary_id = ${dispensaryId} AND order_id = ${orderId}) AS device,
      EXISTS (SELECT 1 FROM opt_outs
        WHERE dispensary_id = ${dispensaryId} AND channel = 'sms' AND address_hash = phone_hash) AS noTexts,
      EXISTS (SELECT 1 FROM opt_outs
        WHERE dispensary_id = ${dispensaryId} AND channel = 'email' AND address_hash = email_hash) AS noEmail
    FROM (SELECT 1) LEFT JOIN contacts ON dispensary_id = ${dispensaryId} AND order_id = ${orderId}`)
  return {
    ...{ phone: row?.phone === 1, email: row?.email === 1, device: row?.device === 1 },
    stopped: [...(row?.noTexts === 1 ? ['sms' as const] : []), ...(row?.noEmail === 1 ? ['email' as const] : [])],
  }
}

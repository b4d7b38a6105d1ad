import { readFile } from 'node:fs/promises'
import type { Database } from '../db/open.ts'
import { findOrder } from '../db/orders.ts'
import type { Staff } from '../db/staff.ts'
import { countFiledUnder } from '../db/trail-links.ts'
import type { Exports } from './audit/exports.ts'
import { Problem } from './problem.ts'

/** Ten times what the busiest order leaves; an answer must not fill the memory. */
const MOST_ROWS = 2_000

const VERIFIER = new URL('audit/verify-export.mjs', import.meta.url)

/** What staff may take out of the audit trail: an order of their own store, without its contact. */
export function createHandOut({ db, exports }: { db: Database; exports: Exports }) {
  async function order({ id, dispensaryId }: Staff, orderId: string) {
    if (!(await findOrder(db, dispensaryId, orderId))) return undefined
    if ((await countFiledUnder(db, dispensaryId, `order/${orderId}`)) > MOST_ROWS)
      throw new Problem(413, 'Too much for one answer', { detail: 'The operator can export it: npm run export' })
    for await (const { document, sheets } of exports.make(dispensaryId, { what: 'order', orderId }, id))
      return { document, sheet: sheets['events.csv'] ?? '' }
    return undefined
  }

  return { order, verifier: () => readFile(VERIFIER, 'utf8') }
}

import { findSealedSecret } from '../db/connections.ts'
import type { Database } from '../db/open.ts'
import { ConfigFaults } from './config.ts'
import { unseal } from './secrets.ts'

/**
 * With another key nothing that is stored sealed opens, what is sealed from now on would not open with the right one, and
 * the trail would be signed by two: better not to begin.
 * @throws ConfigFaults
 */
export async function proveOwnKey(db: Database, secretKey: Uint8Array): Promise<void> {
  const sealed = await findSealedSecret(db)
  if (sealed && !opens(secretKey, sealed))
    throw new ConfigFaults(['DOORSTEP_SECRET_KEY is another than the one that this database was sealed with'])
}

function opens(secretKey: Uint8Array, sealed: Uint8Array): boolean {
  try {
    unseal(secretKey, sealed)
    return true
  } catch {
    return false
  }
}

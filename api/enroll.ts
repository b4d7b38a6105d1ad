import type { Dispensary } from './domain/dispensary.ts'
import { saveConnection, saveDispensary } from '../db/dispensaries.ts'
import { saveStaff } from '../db/staff.ts'
import type { Write } from '../db/write.ts'
import type { Random } from './ports.ts'
import { hashSecret, seal } from './secrets.ts'
import { hashPassword } from './support/passwords.ts'

type Deps = { write: Write; random: Random; secretKey: Uint8Array }

/** A connection's id and the secret that its other side needs, told this once. */
export type Connected = { connectionId: string; secret: string }

/** What the operator does by hand: takes dispensaries, their connections and their staff in. */
export function createEnroll({ write, random, secretKey }: Deps) {
  const id = (prefix: string): string => `${prefix}_${Buffer.from(random(9)).toString('base64url')}`
  const secretOf = (): string => Buffer.from(random(24)).toString('base64url')

  const dispensary = (profile: Dispensary): Promise<void> => write((tx) => saveDispensary(tx, profile))

  /** An API key, which also signs as a Standard Webhooks secret when written `whsec_` and base64. */
  async function api(dispensaryId: string): Promise<Connected & { webhookSecret: string }> {
    const [connectionId, secret] = [id('api'), `dsk_${secretOf()}`]
    const webhookSecret = `whsec_${Buffer.from(random(32)).toString('base64')}`
    const row = { id: connectionId, dispensaryId, kind: 'api' as const, driverId: null }
    const secrets = { secretHash: hashSecret(secret), secretSealed: seal(secretKey, webhookSecret, random) }
    await write((tx) => saveConnection(tx, { ...row, ...secrets }))
    return { connectionId, secret, webhookSecret }
  }

  async function woocommerce(dispensaryId: string, secret = secretOf()): Promise<Connected> {
    const connectionId = id('woo')
    const row = { id: connectionId, dispensaryId, kind: 'woocommerce' as const, driverId: null, secretHash: null }
    await write((tx) => saveConnection(tx, { ...row, secretSealed: seal(secretKey, secret, random) }))
    return { connectionId, secret }
  }

  async function owntracks(dispensaryId: string, driverId: string): Promise<Connected> {
    const [connectionId, secret] = [id('own'), secretOf()]
    const row = { id: connectionId, dispensaryId, kind: 'owntracks' as const, driverId, secretSealed: null }
    await write((tx) => saveConnection(tx, { ...row, secretHash: hashSecret(secret) }))
    return { connectionId, secret }
  }

  async function staff(dispensaryId: string, email: string, password: string): Promise<void> {
    const passwordHash = await hashPassword(password, random)
    await write((tx) =>
      saveStaff(tx, { id: id('staff'), dispensaryId, email: email.trim().toLowerCase(), passwordHash }),
    )
  }

  return { dispensary, api, woocommerce, owntracks, staff }
}

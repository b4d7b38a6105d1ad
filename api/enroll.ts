import type { ConnectionKind, Standing } from './domain/connection.ts'
import type { Dispensary } from './domain/dispensary.ts'
import { rotateSecret, saveConnection } from '../db/connections.ts'
import { saveDispensary } from '../db/dispensaries.ts'
import { hours } from './domain/time.ts'
import { saveStaff } from '../db/staff.ts'
import type { Write } from '../db/write.ts'
import type { Random } from './ports.ts'
import { hashSecret, seal } from './secrets.ts'
import { hashPassword } from './support/passwords.ts'

type Deps = { write: Write; random: Random; secretKey: Uint8Array }

type Given = {
  secret?: string
  driverId?: string
  devices?: Record<string, string>
  statuses?: Record<string, Standing>
}

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
    const row = { id: connectionId, dispensaryId, kind: 'api' as const }
    const secrets = { secretHash: hashSecret(secret), secretSealed: seal(secretKey, webhookSecret, random) }
    await write((tx) => saveConnection(tx, { ...row, ...secrets }))
    return { connectionId, secret, webhookSecret }
  }

  /** A till, a dispatcher or a driver's app. Some make the secret themselves: then it is given. */
  async function connect(
    dispensaryId: string,
    kind: Exclude<ConnectionKind, 'api'>,
    given: Given = {},
  ): Promise<Connected> {
    const { secret = secretOf(), driverId = null, devices = null, statuses = null } = given
    const connectionId = id(kind)
    const row = { id: connectionId, dispensaryId, kind, driverId, devices, statuses }
    await write((tx) => saveConnection(tx, { ...row, secretSealed: seal(secretKey, secret, random) }))
    return { connectionId, secret }
  }

  /** A new secret for a connection; the one before it holds for an hour more. */
  async function rotate(connectionId: string, secret = secretOf()): Promise<Connected> {
    const sealed = seal(secretKey, secret, random)
    await write((tx, now) => rotateSecret(tx, connectionId, sealed, now + hours(1)))
    return { connectionId, secret }
  }

  async function staff(dispensaryId: string, email: string, password: string): Promise<void> {
    const passwordHash = await hashPassword(password, random)
    await write((tx) =>
      saveStaff(tx, { id: id('staff'), dispensaryId, email: email.trim().toLowerCase(), passwordHash }),
    )
  }

  return { dispensary, api, connect, rotate, staff }
}

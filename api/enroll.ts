import { isAsked, tellsByItself, type ConnectionKind, type Standing } from './domain/connection.ts'
import type { Dispensary } from './domain/dispensary.ts'
import { saveAggregator } from '../db/aggregators.ts'
import { findConnection, rotateSecret, saveConnection, saveKeys } from '../db/connections.ts'
import { saveDispensary } from '../db/dispensaries.ts'
import { hours } from './domain/time.ts'
import { saveStaff } from '../db/staff.ts'
import type { Write } from '../db/write.ts'
import { checkedKeys } from './ingest/poll/keys.ts'
import type { Random } from './ports.ts'
import { Problem } from './problem.ts'
import { hashSecret, seal } from './secrets.ts'
import { hashPassword } from './support/passwords.ts'

type Deps = { write: Write; random: Random; secretKey: Uint8Array }

type Given = {
  secret?: string
  /** With which the other side is asked, as JSON. */
  keys?: string
  testMode?: boolean
  driverId?: string
  devices?: Record<string, string>
  statuses?: Record<string, Standing>
}

/** A connection's id and the secret that its other side needs, told this once; empty where it is only asked. */
export type Connected = { connectionId: string; secret: string }

/** What the operator does by hand: takes dispensaries, their connections and their staff in. */
export function createEnroll({ write, random, secretKey }: Deps) {
  const id = (prefix: string): string => `${prefix}_${Buffer.from(random(9)).toString('base64url')}`
  const secretOf = (): string => Buffer.from(random(24)).toString('base64url')

  const dispensary = (profile: Dispensary): Promise<void> => write((tx) => saveDispensary(tx, profile))

  /** An API key, which also signs as a Standard Webhooks secret when written `whsec_` and base64. */
  async function api(dispensaryId: string, testMode = false): Promise<Connected & { webhookSecret: string }> {
    const [connectionId, secret] = [id('api'), `dsk_${secretOf()}`]
    const webhookSecret = `whsec_${Buffer.from(random(32)).toString('base64')}`
    const row = { id: connectionId, dispensaryId, kind: 'api' as const, testMode }
    const secrets = { secretHash: hashSecret(secret), secretSealed: seal(secretKey, webhookSecret, random) }
    await write((tx) => saveConnection(tx, { ...row, ...secrets }))
    return { connectionId, secret, webhookSecret }
  }

  /**
   * A till, a dispatcher or a driver's app. Some make the secret themselves: then it is given.
   * @throws Problem where the keys of one that has to be asked are missing or not its vendor's
   */
  async function connect(
    dispensaryId: string,
    kind: Exclude<ConnectionKind, 'api'>,
    given: Given = {},
  ): Promise<Connected> {
    const { driverId = null, devices = null, statuses = null, testMode = false } = given
    const secret = tellsByItself(kind) ? (given.secret ?? secretOf()) : ''
    const keysSealed = keysOf(kind, given.keys)
    const secretSealed = secret === '' ? null : seal(secretKey, secret, random)
    const connectionId = id(kind)
    const row = { id: connectionId, dispensaryId, kind, driverId, devices, statuses, testMode }
    await write((tx) => saveConnection(tx, { ...row, secretSealed, keysSealed }))
    return { connectionId, secret }
  }

  function keysOf(kind: ConnectionKind, given: string | undefined): Buffer | null {
    if (!isAsked(kind)) {
      if (given === undefined) return null
      throw new Problem(400, `Nobody asks ${kind}: it takes no keys`)
    }
    if (given !== undefined) return seal(secretKey, checkedKeys(kind, given), random)
    if (tellsByItself(kind)) return null
    throw new Problem(400, `${kind} tells nothing by itself: it needs keys`)
  }

  /** Other keys for a connection whose other side is asked; they hold from the next look on. */
  async function keys(connectionId: string, given: string): Promise<void> {
    await write(async (tx) => {
      const connection = await findConnection(tx, connectionId)
      if (!connection) throw new Problem(404, 'No such connection')
      const keysSealed = keysOf(connection.kind, given)
      if (keysSealed) await saveKeys(tx, connectionId, keysSealed)
    })
  }

  /** A new secret for a connection; the one before it holds for an hour more. */
  async function rotate(connectionId: string, secret = secretOf()): Promise<Connected> {
    const sealed = seal(secretKey, secret, random)
    await write(async (tx, now) => {
      const connection = await findConnection(tx, connectionId)
      if (!connection?.secretSealed) throw new Problem(404, 'No connection of that name has a secret')
      await rotateSecret(tx, connectionId, sealed, now + hours(1))
    })
    return { connectionId, secret }
  }

  /** The aggregator that a dispensary sends its text messages by. */
  async function aggregator(dispensaryId: string, url: string): Promise<{ id: string; secret: string }> {
    const [name, secret] = [id('agg'), `whsec_${Buffer.from(random(32)).toString('base64')}`]
    const secretSealed = seal(secretKey, secret, random)
    await write((tx) => saveAggregator(tx, { dispensaryId, id: name, url, secretSealed }))
    return { id: name, secret }
  }

  async function staff(dispensaryId: string, email: string, password: string): Promise<void> {
    const passwordHash = await hashPassword(password, random)
    await write((tx) =>
      saveStaff(tx, { id: id('staff'), dispensaryId, email: email.trim().toLowerCase(), passwordHash }),
    )
  }

  return { dispensary, api, connect, keys, rotate, aggregator, staff }
}

import { findConnection, findConnectionBySecret, type Connection } from '../../db/connections.ts'
import { findDispensary } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { seconds, type Instant } from '../domain/time.ts'
import type { Clock } from '../ports.ts'
import { unseal } from '../secrets.ts'

/** A connection as a request needs it: its secrets open, and where its dispensary's clocks stand. */
export type KnownConnection = Connection & { secrets: readonly Secret[]; timeZone: string }
type Secret = { text: string; until: Instant }

export type KnownConnections = {
  byId: (id: string) => Promise<KnownConnection | undefined>
  /** The connection of an API key, by the key's hash. */
  byKey: (hash: string) => Promise<KnownConnection | undefined>
  /** As the database has it now: for a secret that does not fit what is remembered. */
  anew: (id: string) => Promise<KnownConnection | undefined>
  /** For one whose settings were changed here. */
  forget: (id: string) => void
}

/** What another process changed (a secret exchanged, a device added) is heeded after this at the latest. */
const REMEMBERED = seconds(5)

/** Looking a connection up and opening its secrets costs more than taking in a fix; a sender comes back in seconds. */
export function createKnownConnections(deps: { db: Database; clock: Clock; secretKey: Uint8Array }): KnownConnections {
  const { db, clock, secretKey } = deps
  const known = new Map<string, { connection: KnownConnection; until: Instant }>()

  async function learn(
    name: string,
    find: () => Promise<Connection | undefined>,
  ): Promise<KnownConnection | undefined> {
    const connection = await find()
    if (!connection) {
      known.delete(name)
      return undefined
    }
    const dispensary = await findDispensary(db, connection.dispensaryId)
    const opened = { ...connection, secrets: secretsOf(connection), timeZone: dispensary?.timeZone ?? 'UTC' }
    known.set(name, { connection: opened, until: clock() + REMEMBERED })
    return opened
  }

  /** While a secret is exchanged, the one before it holds too. */
  function secretsOf({ secretSealed, formerSealed, formerUntil }: Connection): Secret[] {
    const secrets: Secret[] = []
    if (secretSealed) secrets.push({ text: unseal(secretKey, secretSealed), until: Number.POSITIVE_INFINITY })
    if (formerSealed && formerUntil !== null)
      secrets.push({ text: unseal(secretKey, formerSealed), until: formerUntil })
    return secrets
  }

  const remembered = (name: string): KnownConnection | undefined => {
    const one = known.get(name)
    return one && clock() < one.until ? one.connection : undefined
  }

  const anew = (id: string): Promise<KnownConnection | undefined> => learn(`id ${id}`, () => findConnection(db, id))

  return {
    byId: async (id) => remembered(`id ${id}`) ?? anew(id),
    byKey: async (hash) =>
      remembered(`key ${hash}`) ?? learn(`key ${hash}`, () => findConnectionBySecret(db, 'api', hash)),
    anew,
    forget: (id) => {
      for (const [name, { connection }] of known) if (connection.id === id) known.delete(name)
    },
  }
}

/** The secrets that hold now. */
export const secretsNow = ({ secrets }: KnownConnection, now: Instant): string[] =>
  secrets.filter(({ until }) => now < until).map(({ text }) => text)

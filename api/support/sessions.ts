import type { Database } from '../../db/open.ts'
import { endSession, findSession, findStaffByEmail, saveSession, type Staff } from '../../db/staff.ts'
import type { Write } from '../../db/write.ts'
import { hours } from '../domain/time.ts'
import type { Clock, Random } from '../ports.ts'
import type { RecordEvent } from '../record.ts'
import { hashSecret } from '../secrets.ts'
import { isPassword } from './passwords.ts'

const LASTS = hours(12)

/** Tries that an address has in a quarter of an hour. */
const MAX_TRIES = 10
const TRIES_WITHIN = hours(0.25)

export type Sessions = {
  /** A session's token; undefined when address and password do not fit, or were tried too often. */
  signIn: (email: string, password: string) => Promise<{ token: string; lastsMs: number } | undefined>
  whoIs: (token: string | undefined) => Promise<Staff | undefined>
  signOut: (token: string | undefined) => Promise<void>
}

type Deps = { db: Database; write: Write; record: RecordEvent; clock: Clock; random: Random }

export function createSessions({ db, write, record, clock, random }: Deps): Sessions {
  const tries = new Map<string, number[]>()

  function mayTry(email: string): boolean {
    const now = clock()
    const recent = (tries.get(email) ?? []).filter((at) => at > now - TRIES_WITHIN)
    if (recent.length >= MAX_TRIES) return false
    if (tries.size > 10_000) tries.clear()
    tries.set(email, [...recent, now])
    return true
  }

  async function signIn(email: string, password: string): Promise<{ token: string; lastsMs: number } | undefined> {
    const address = email.trim().toLowerCase()
    if (!mayTry(address)) return undefined
    const staff = await findStaffByEmail(db, address)
    if (!(await isPassword(password, staff?.passwordHash)) || !staff) return undefined
    const token = Buffer.from(random(32)).toString('base64url')
    await write((tx, now) =>
      saveSession(tx, { tokenHash: hashSecret(token), staffId: staff.id, expiresAt: now + LASTS }),
    )
    const event = { type: 'staff.signed-in' as const, time: clock(), data: { staffId: staff.id } }
    const eventId = `signed-in:${hashSecret(token).slice(0, 16)}`
    await record({ dispensaryId: staff.dispensaryId, source: 'doorstep/support', eventId, event })
    tries.delete(address)
    return { token, lastsMs: LASTS }
  }

  async function whoIs(token: string | undefined): Promise<Staff | undefined> {
    const session = token === undefined ? undefined : await findSession(db, hashSecret(token))
    return session && session.expiresAt > clock() ? session.staff : undefined
  }

  async function signOut(token: string | undefined): Promise<void> {
    if (token !== undefined) await write((tx) => endSession(tx, hashSecret(token)))
  }

  return { signIn, whoIs, signOut }
}

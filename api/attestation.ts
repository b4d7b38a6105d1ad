import { findDispensary } from '../db/dispensaries.ts'
import type { Database } from '../db/open.ts'
import type { Dispensary } from './domain/dispensary.ts'
import type { DoorstepEvent } from './domain/event.ts'
import type { Clock, Random, TextPolicy } from './ports.ts'
import type { RecordEvent } from './record.ts'

type Deps = {
  db: Database
  record: RecordEvent
  enroll: { dispensary: (profile: Dispensary) => Promise<void> }
  policies: readonly TextPolicy[]
  clock: Clock
  random: Random
}
export type TakeIn = (profile: Dispensary) => Promise<void>

/**
 * Takes a dispensary in, or changes its profile; what it attests of its text messages, or does not any more, is written
 * into its trail, with the policies that it speaks of.
 */
export function createTakeIn({ db, record, enroll, policies, clock, random }: Deps): TakeIn {
  return async (profile) => {
    const before = (await findDispensary(db, profile.id))?.smsAttestation
    await enroll.dispensary(profile)
    const after = profile.smsAttestation
    if (JSON.stringify(before) === JSON.stringify(after)) return
    const forbidding = policies.filter(({ cannabisBusinesses }) => cannabisBusinesses === 'forbidden')
    const policy = forbidding.map(({ provider, statedAt }) => `${provider}: ${statedAt}`).join(', ')
    const event: DoorstepEvent = after
      ? { type: 'attestation.given', time: clock(), data: { ...after, channel: 'sms', policy } }
      : { type: 'attestation.withdrawn', time: clock(), data: { channel: 'sms' } }
    const eventId = `${event.type}:${Buffer.from(random(8)).toString('hex')}`
    await record({ dispensaryId: profile.id, source: 'doorstep/operator', eventId, event })
  }
}

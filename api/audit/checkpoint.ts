import { hash } from 'node:crypto'
import { z } from 'zod'
import { canonical } from '../../db/chain.ts'
import type { TrailRow } from '../../db/trail.ts'
import type { EventData } from '../domain/event.ts'
import { isSignedBy, type Signer } from '../signing.ts'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
/** In the one way that there is to write these bytes. */
const bytes = (count: number) =>
  z.string().refine((text) => {
    const read = Buffer.from(text, 'base64')
    return read.length === count && read.toString('base64') === text
  })
const place = z.number().int().min(1)

const said = {
  from: place,
  to: place,
  head: digest,
  root: digest,
  previous: digest.or(z.literal('')),
  key: bytes(32),
  signature: bytes(64),
}
const onTheTrail = z.strictObject(said)

/**
 * Signed: that a dispensary's chain has these rows from one link to another. `head` is the hash of the last of them,
 * which holds every row before it; `root` is of the Merkle tree over their hashes, so that one can be shown without the
 * others; `previous` is the digest of the checkpoint before, which ended one link earlier. The checkpoint's own row is
 * in the stretch of the next one.
 */
export const checkpoint = z.object({ dispensaryId: z.string(), time: z.number().int(), ...said })
export type Checkpoint = z.infer<typeof checkpoint>
export type Unsigned = Omit<Checkpoint, 'signature'>

/** Undefined for a row that is none, or was altered past reading. */
export function checkpointOf(row: Pick<TrailRow, 'dispensaryId' | 'time' | 'type' | 'data'>): Checkpoint | undefined {
  if (row.type !== 'checkpoint.signed') return undefined
  try {
    return { dispensaryId: row.dispensaryId, time: row.time, ...onTheTrail.parse(JSON.parse(row.data)) }
  } catch {
    return undefined
  }
}

export function onTrail({ dispensaryId: _, time: __, ...rest }: Checkpoint): EventData['checkpoint.signed'] {
  return rest
}

/** What is signed: names its purpose, so that no other signature of the key can be taken for one of these. */
const wordsOf = ({ dispensaryId, time, from, to, head, root, previous, key }: Unsigned): string =>
  canonical({ purpose: 'doorstep checkpoint', dispensaryId, time, from, to, head, root, previous, key })

export const signed = (signer: Signer, unsigned: Omit<Unsigned, 'key'>): Checkpoint => {
  const whole = { ...unsigned, key: signer.publicKey }
  return { ...whole, signature: signer.sign(wordsOf(whole)) }
}

export const isGenuine = (one: Checkpoint): boolean => isSignedBy(one.key, wordsOf(one), one.signature)

/** By which the next checkpoint names this one. */
export const digestOfCheckpoint = (one: Checkpoint): string => hash('sha256', canonical(one))

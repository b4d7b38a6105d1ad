import { seconds, type Instant } from '../../domain/time.ts'
import type { Asked } from '../../ports.ts'
import type { FieldFault, Problem } from '../../problem.ts'

/** Why nothing could be read, in words for staff, without anything of what was answered. */
export type Failure = {
  problem: string
  /** The keys: somebody has to do something. The vendor: it will be better by and by. The ask: others may go well. */
  concerns: 'keys' | 'vendor' | 'ask'
  /** How long the other side wishes to be left alone. */
  waitMs?: number
  /** It knows nothing under this address. */
  isUnknown?: true
}

const SILENCES: Record<Exclude<Asked['outcome'], 'answered'>, string> = {
  'timed-out': 'It does not answer in time',
  unreachable: 'It cannot be reached',
  'broken-off': 'Its answer broke off',
  'too-large': 'Its answer is too large',
  'sent-elsewhere': 'It sends us elsewhere, and our keys go nowhere else',
}

/** Whether it is the keys, or the token that they were exchanged for, that are not taken. */
export const isRefused = (asked: Asked): boolean =>
  asked.outcome === 'answered' && (asked.status === 401 || asked.status === 403)

export const refusedKeys = (status: number): Failure => ({
  problem: `It refuses our keys (${status})`,
  concerns: 'keys',
})

export function bodyOf(asked: Asked, now: Instant): { body: string } | Failure {
  if (asked.outcome !== 'answered') return { problem: SILENCES[asked.outcome], concerns: 'vendor' }
  const { status, body, retryAfter } = asked
  if (status >= 200 && status < 300) return { body }
  if (isRefused(asked)) return refusedKeys(status)
  const waitMs = waitOf(retryAfter, now)
  const wish = waitMs === undefined ? {} : { waitMs }
  if (status === 429)
    return { problem: 'It wishes to be asked less often (429)', concerns: 'vendor', waitMs: waitMs ?? 0 }
  if (status >= 500) return { problem: `It has a fault of its own (${status})`, concerns: 'vendor', ...wish }
  const unknown = status === 404 && { isUnknown: true as const }
  return { problem: `It cannot be asked for that (${status})`, concerns: 'ask', ...wish, ...unknown }
}

/** `Retry-After` as seconds or as a date (RFC 9110). */
function waitOf(retryAfter: string | undefined, now: Instant): number | undefined {
  if (retryAfter === undefined) return undefined
  if (/^\d{1,9}$/.test(retryAfter)) return seconds(Number(retryAfter))
  const at = Date.parse(retryAfter)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}

const SHOWN = 3

/** Where a document does not fit, never what stands there. */
export const whereOf = (faults: readonly FieldFault[]): string =>
  faults
    .slice(0, SHOWN)
    .map(({ pointer, detail }) => `${pointer || '/'} ${detail.slice(0, 100)}`)
    .join('; ')

/** An answer that is none. The detail of a broken JSON text quotes it, so only that it is broken is told. */
export const unreadable = ({ title, extra: { errors = [] } }: Problem): Failure => ({
  problem: `Its answer cannot be read: ${errors.length > 0 ? whereOf(errors) : title}`,
  concerns: 'ask',
})

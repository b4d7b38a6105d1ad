import type { Trouble } from '../domain/sending.ts'
import type { Delivery } from '../ports.ts'

/** This phone will never take a message from us: no such number, no mobile. */
const GONE = new Set([21211, 21217, 21265, 21614, 21635, 30005, 30006])

/** They texted STOP. */
const OPTED_OUT = new Set([21610])

/** Carriers, or Twilio for them, let no message like this one or no sender like us through. */
const FILTERED = new Set([30007, 30032, 30034, 30044, 30459, 30469, 30860, 30861, 30873])

/** Overflows and rate limits. */
const THROTTLED = new Set([14107, 20429, 21611, 30001, 30022, 63017])

/** Carriers out of reach, phones switched off: it may work another time. */
const LATER = new Set([30003, 30008, 30017])

/**
 * What an error code of Twilio's means for the message and for the number (twilio.com/docs/api/errors). Codes that it
 * does not name count by their HTTP status. A server that breaks or gives up waiting (5xx) may have queued the message
 * before it did, so nobody knows until it is asked.
 * @param status the HTTP status when the message was turned down, 201 when it failed after it was taken
 */
export function outcomeOfTwilio(code: number | undefined, status: number): Delivery {
  const reason = code ? `twilio-${code}` : `twilio-http-${status}`
  if (code && GONE.has(code)) return { outcome: 'gone', reason }
  if (code && OPTED_OUT.has(code)) return { outcome: 'opted-out', reason }
  if (code && FILTERED.has(code)) return { outcome: 'filtered', reason }
  if (status === 429 || (code && THROTTLED.has(code))) return { outcome: 'throttled', reason }
  if (status >= 500) return { outcome: 'unknown', reason }
  return { outcome: code && LATER.has(code) ? 'later' : 'failed', reason }
}

/** The same of a message that failed after it was taken, which is not tried again on this channel. */
export function troubleOfTwilio(code: number | undefined): { reason: string; trouble: Trouble } {
  const delivery = outcomeOfTwilio(code, 201)
  const reason = 'reason' in delivery ? delivery.reason : 'twilio'
  switch (delivery.outcome) {
    case 'opted-out':
    case 'filtered':
    case 'throttled':
      return { reason, trouble: delivery.outcome }
    case 'later':
      return { reason, trouble: 'transient' }
    default:
      return { reason, trouble: 'permanent' }
  }
}

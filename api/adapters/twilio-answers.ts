import type { Delivery } from '../ports.ts'

/** This phone will never take a message from us: opted out, no such number, no mobile. */
const GONE = new Set([21610, 21211, 21217, 21265, 21614, 21635, 30005, 30006])

/** Overflows, rate limits, carriers out of reach, phones switched off: it may work another time. */
const LATER = new Set([14107, 20429, 20500, 20503, 21611, 30001, 30003, 30008, 30017, 30022, 63017])

/**
 * What an error code of Twilio's means for the message and for the number (twilio.com/docs/api/errors). Codes that it
 * does not name count by their HTTP status; a refusal after the message was taken counts as refused for good.
 * @param status the HTTP status when the message was turned down, 201 when it failed after it was taken
 */
export function outcomeOfTwilio(code: number | undefined, status: number): Delivery {
  const reason = code ? `twilio-${code}` : `twilio-http-${status}`
  if (code && GONE.has(code)) return { outcome: 'gone', reason }
  if (code && LATER.has(code)) return { outcome: 'later', reason }
  return { outcome: status === 429 || status >= 500 ? 'later' : 'failed', reason }
}

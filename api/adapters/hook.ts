import { seconds } from '../domain/time.ts'
import type { Delivery, HookPort } from '../ports.ts'
import { whyNotReachable } from './public-address.ts'
import { noAnswer } from './sender.ts'
import { postWebhook, PUBLIC_REACH, type Reach, type WebhookAnswer } from './webhook.ts'

/**
 * Those outside who subscribed, by Standard Webhooks. Whatever is no 2xx may be another the next time, for a program
 * that is being mended answers anything; only 410 is for good.
 */
export const hooksOver = (reach: Reach = PUBLIC_REACH): HookPort => ({
  whyNot: whyNotReachable,
  tell: async (hook, told, now) => {
    try {
      return outcomeOf(await postWebhook(hook, told, now, reach))
    } catch (error) {
      return noAnswer(error)
    }
  },
})

function outcomeOf({ status, retryAfter }: WebhookAnswer): Delivery {
  if (status >= 200 && status < 300) return { outcome: 'sent' }
  const reason = `answered-${status}`
  if (status === 410) return { outcome: 'gone', reason }
  const wait = Number(retryAfter)
  const asked = wait > 0 && { retryAfterMs: seconds(wait) }
  return { outcome: status === 429 ? 'throttled' : 'later', reason, ...asked }
}

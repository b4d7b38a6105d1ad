import { createHash } from 'node:crypto'
import { type Agent, request } from 'node:https'
import webPush from 'web-push'
import { type Instant, seconds } from '../domain/time.ts'
import type { Delivery, Rendered, Send } from '../ports.ts'
import { cutOff, secondsLeft, senderOn } from './sender.ts'

/** What proves to a push service who sends (RFC 8292). `subject` is a `mailto:` or `https:` address for its operators. */
export type Vapid = { subject: string; publicKey: string; privateKey: string }
type Options = { agent?: Agent; timeoutMs?: number }

const TOO_LONG = 'push-413'

/** Some push services pass on no more than 2,744 bytes once it is encrypted. */
const LONGEST_BYTES = 2_500

/** A phone that sleeps is woken only for what the customer must act on. */
const URGENCY: Record<Rendered['kind'], 'normal' | 'high'> = {
  preparing: 'normal',
  'out-for-delivery': 'high',
  delayed: 'high',
  'back-on-time': 'high',
  'arriving-soon': 'high',
  delivered: 'normal',
  help: 'normal',
  'not-delivered': 'high',
}

/** Web push (RFC 8030) in the declarative form, which Safari shows by itself and a service worker can read too. */
export function webPushSender(vapid: Vapid, { agent, timeoutMs = seconds(10) }: Options = {}): Send {
  checkVapid(vapid)
  return senderOn('web-push', async ({ endpoint, p256dh, auth }, message, now) => {
    const options = {
      vapidDetails: vapid,
      TTL: secondsLeft(message, now),
      urgency: URGENCY[message.kind],
      topic: topicOf(message.topic),
    }
    const attempt = async (payload: string): Promise<Delivery> => {
      const details = sealed({ endpoint, keys: { p256dh, auth } }, payload, options)
      if (!details) return { outcome: 'gone', reason: 'push-bad-subscription' }
      try {
        const answer = await post(details, { agent, signal: AbortSignal.timeout(timeoutMs) })
        return outcomeOf(answer.status, answer.retryAfter, now)
      } catch (error) {
        return cutOff(error)
      }
    }
    const payload = payloadOf(message)
    if (!payload) return { outcome: 'failed', reason: 'push-too-long' }
    const delivery = await attempt(payload)
    // Some services take less than all others do; the title and the page still tell what there is to tell.
    const shorter = payloadOf({ ...message, text: '' })
    const isTooLong = 'reason' in delivery && delivery.reason === TOO_LONG
    return isTooLong && shorter && shorter !== payload ? attempt(shorter) : delivery
  })
}

/** Throws at start for keys that do not fit, so that later no subscription is blamed for them. */
function checkVapid({ subject, publicKey, privateKey }: Vapid): void {
  webPush.getVapidHeaders('https://push.example', subject, publicKey, privateKey, 'aes128gcm')
}

/** Push services read the topic, so it tells them nothing: a digest, in the 32 characters that RFC 8030 allows. */
const topicOf = (topic: string): string => createHash('sha256').update(topic).digest('base64url').slice(0, 32)

/** The same however often the message is pushed, so that the same browser sounds for it once. */
const idOf = ({ topic, kind, expiresAt }: Rendered): string =>
  createHash('sha256').update([topic, kind, expiresAt].join('\n')).digest('base64url').slice(0, 16)

/**
 * The JSON of declarative web push, its body cut short where it would be too long. Our service worker sounds for what has
 * another id than what is shown under its tag. Safari, which shows it without the worker, has no such choice: it knows no
 * `renotify` and on iPhones no `tag` (webkit.org/b/258922), so there each push stands by itself and sounds, a repeat too.
 */
function payloadOf(message: Rendered): string | undefined {
  const { subject, text, url, locale, topic } = message
  const shown = { title: subject, navigate: url, lang: locale, dir: 'ltr', tag: topic, silent: false }
  const notification = { ...shown, data: { id: idOf(message) } }
  const json = (body: string) => JSON.stringify({ web_push: 8030, notification: { ...notification, body } })
  for (let body = text; ; body = [...body].slice(0, -20).join('')) {
    const payload = json(body)
    if (Buffer.byteLength(payload) <= LONGEST_BYTES) return payload
    if (body === '') return undefined
  }
}

type Sealed = ReturnType<typeof webPush.generateRequestDetails> & { body: Buffer }

/** The request, encrypted for one browser; nothing when its keys are no keys. */
function sealed(
  subscription: webPush.PushSubscription,
  payload: string,
  options: webPush.RequestOptions,
): Sealed | undefined {
  try {
    return webPush.generateRequestDetails(subscription, payload, options)
  } catch {
    return undefined
  }
}

type Answer = { status: number; retryAfter: string | undefined }
type Through = { agent: Agent | undefined; signal: AbortSignal }

const post = ({ endpoint, method, headers, body }: Sealed, through: Through): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(endpoint, { method, headers, ...through }, (response) => {
      response.resume()
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] })
    })
    sent.on('error', reject)
    sent.end(body)
  })

/** Statuses of RFC 8030 section 5 and of the services of Mozilla, Google, Microsoft and Apple. */
function outcomeOf(status: number, retryAfter: string | undefined, now: Instant): Delivery {
  const reason = `push-${status}`
  if (status >= 200 && status < 300) return { outcome: 'sent' }
  if (status === 404 || status === 410) return { outcome: 'gone', reason }
  if (status === 429 || status >= 500) {
    const retryAfterMs = waitOf(retryAfter, now)
    const outcome = status === 429 ? 'throttled' : 'later'
    return { outcome, reason, ...(retryAfterMs !== undefined && { retryAfterMs }) }
  }
  return { outcome: 'failed', reason }
}

/** `Retry-After` as seconds or as a date (RFC 9110). */
function waitOf(retryAfter: string | undefined, now: Instant): number | undefined {
  if (!retryAfter) return undefined
  if (/^\d+$/.test(retryAfter)) return seconds(Number(retryAfter))
  const at = Date.parse(retryAfter)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}

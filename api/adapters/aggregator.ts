import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { seconds } from '../domain/time.ts'
import { wishOfText } from '../domain/text-wish.ts'
import type { Delivery, Heard, OwnTexts, TextPolicy } from '../ports.ts'
import { cutOff, senderOn } from './sender.ts'
import { postWebhook, PUBLIC_REACH, type Reach, type WebhookAnswer } from './webhook.ts'

/** What such a sender takes is between the dispensary and its aggregator; that it may be used is attested all the same. */
export const AGGREGATOR_POLICY = {
  provider: 'The dispensary’s own aggregator',
  cannabisBusinesses: 'by-agreement',
  statedAt: 'the agreement with the dispensary',
} as const satisfies TextPolicy

/**
 * Text messages by a webhook of the dispensary's own aggregator (Standard Webhooks), which is told of the same message
 * under the same id however often it is told, so that being told twice is being told once. What it may have taken is
 * told again, but then on no other channel; 503 says that it was not taken.
 */
export function ownTextsOver(reach: Reach = PUBLIC_REACH): OwnTexts {
  return {
    sender: (settings) =>
      senderOn('sms', async ({ phone }, message, now) => {
        const { kind, locale, text, url, expiresAt } = message
        const data = {
          to: phone,
          text,
          kind,
          locale,
          url,
          expiresAt: new Date(expiresAt).toISOString(),
          id: nameOf(message.id),
        }
        const body = JSON.stringify({ type: 'message.send', timestamp: new Date(now).toISOString(), data })
        try {
          return outcomeOf(await postWebhook(settings, { id: nameOf(message.id), body }, now, reach))
        } catch (error) {
          return cutOff(error)
        }
      }),
    hear: ({ secret, header, body }) => {
      if (!isSigned(secret, header, body)) return undefined
      const told = tellable.safeParse(parsed(body))
      return told.success ? heardOf(told.data) : { what: 'nothing' }
    },
  }
}

/** Its id in the outbox, in letters that may stand in a header and before a dot. */
const nameOf = (id: string): string => `msg_${Buffer.from(id).toString('base64url')}`
const idOf = (name: string): string => Buffer.from(name.replace(/^msg_/, ''), 'base64url').toString()

const answered = z.object({ id: z.string().max(100).optional(), error: z.string().max(60).optional() })

function outcomeOf({ status, retryAfter, body }: WebhookAnswer): Delivery {
  const { id, error } = answered.safeParse(parsed(body)).data ?? {}
  if (status >= 200 && status < 300) return { outcome: 'sent', ...(id && { reference: id }) }
  const reason = `aggregator-${status}`
  if (error === 'opted-out' || error === 'filtered') return { outcome: error, reason }
  if (error === 'invalid-number') return { outcome: 'gone', reason }
  if (status === 429) {
    const wait = Number(retryAfter)
    return { outcome: 'throttled', reason, ...(wait > 0 && { retryAfterMs: seconds(wait) }) }
  }
  if (status === 503) return { outcome: 'later', reason }
  return { outcome: status >= 500 ? 'unknown' : 'failed', reason }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function isSigned(secret: string, header: (name: string) => string | undefined, body: string): boolean {
  const headers = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, header(name) ?? ''])
  try {
    new Webhook(secret).verify(body, Object.fromEntries(headers) as Record<string, string>)
    return true
  } catch {
    return false
  }
}

const tellable = z.discriminatedUnion('type', [
  z.object({
    type: z.enum(['message.accepted', 'message.delivered', 'message.failed']),
    data: z.object({ id: z.string(), error: z.enum(['opted-out', 'filtered', 'other']).catch('other').optional() }),
  }),
  z.object({
    type: z.literal('message.received'),
    data: z.object({
      ...{ id: z.string().min(1).max(100), from: z.e164(), text: z.string().max(2_000) },
      wish: z.enum(['stop', 'start', 'help']).optional(),
    }),
  }),
])

function heardOf(told: z.infer<typeof tellable>): Heard {
  if (told.type === 'message.received') {
    const { id, from, text, wish = wishOfText(text) } = told.data
    return { what: 'text', id, from, words: text, ...(wish && { wish }) }
  }
  const messageId = idOf(told.data.id)
  switch (told.type) {
    case 'message.accepted':
      return { what: 'receipt', messageId, became: 'accepted' }
    case 'message.delivered':
      return { what: 'receipt', messageId, became: 'delivered' }
    case 'message.failed': {
      const { error = 'other' } = told.data
      const trouble = error === 'other' ? ('permanent' as const) : error
      return { what: 'receipt', messageId, became: 'failed', reason: `aggregator-${error}`, trouble }
    }
    default:
      return told satisfies never
  }
}

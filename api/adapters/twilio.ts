import type { Twilio } from 'twilio'
import { minutes, seconds } from '../domain/time.ts'
import type { Delivery, FindSent, Rendered, Send, TextPolicy } from '../ports.ts'
import { cutOff, secondsLeft, senderOn } from './sender.ts'
import { outcomeOfTwilio } from './twilio-answers.ts'
import { receiptsAt } from './twilio-hears.ts'

/**
 * Twilio refuses messages of cannabis businesses in the United States and Canada, whatever their text says. Whoever
 * turns this sender on for a dispensary has to state on what ground it may be used.
 */
export const TWILIO_POLICY = {
  provider: 'Twilio',
  cannabisBusinesses: 'forbidden',
  statedAt: 'https://www.twilio.com/docs/api/errors/30459',
} as const satisfies TextPolicy

/** Messages a second that one long code takes in the United States; a messaging service spreads them over its own. */
export const TWILIO_PER_SECOND = { number: 1, pool: 50 } as const

export type TwilioSettings = {
  accountSid: string
  authToken: string
  /** Ours, for what Twilio tells later. */
  publicUrl: string
  /** For another address than Twilio's own. */
  baseUrl?: string
} & ({ from: string } | { messagingServiceSid: string })

/** Text messages over Twilio, and what it remembers of them. Its package is large, so it is loaded when it is needed. */
export function twilioSender(settings: TwilioSettings): { send: Send; findSent: FindSent } {
  let client: Promise<Twilio> | undefined
  const connected = (): Promise<Twilio> => (client ??= connect(settings))
  const send = senderOn('sms', async ({ phone }, message, now) => {
    const { messages } = await connected()
    try {
      const taken = await messages.create({
        to: phone,
        body: message.text,
        validityPeriod: validSeconds(message, now),
        statusCallback: receiptsAt(settings.publicUrl, message.id),
        ...('from' in settings ? { from: settings.from } : { messagingServiceSid: settings.messagingServiceSid }),
      })
      if (taken.status !== 'failed' && taken.status !== 'undelivered') return { outcome: 'sent', reference: taken.sid }
      return outcomeOfTwilio(taken.errorCode ?? undefined, 201)
    } catch (error) {
      return refused(error)
    }
  })
  return { send, findSent: findSentOver(connected) }
}

async function connect({ accountSid, authToken, baseUrl }: TwilioSettings): Promise<Twilio> {
  const { default: twilio } = await import('twilio')
  const client = twilio(accountSid, authToken, { timeout: seconds(10) })
  if (baseUrl) client.api.baseUrl = baseUrl
  return client
}

/** More than anybody is sent in the time that is looked back over. */
const MOST_LOOKED_AT = 100

/** The clocks of two machines differ by so much at most; Twilio's times are whole seconds. */
const CLOCKS_DIFFER = minutes(2)

/** Twilio knows no name that a sender gives a message, so ours is known by the link in its text. */
const findSentOver =
  (connected: () => Promise<Twilio>): FindSent =>
  async (recipient, since, isIt) => {
    if (recipient.channel !== 'sms') return { found: false }
    const { messages } = await connected()
    try {
      for (const { sid, body, dateCreated } of await messages.list({ to: recipient.phone, limit: MOST_LOOKED_AT })) {
        if (dateCreated.getTime() >= since - CLOCKS_DIFFER && (await isIt(body))) return { found: true, reference: sid }
      }
      return { found: false }
    } catch {
      return undefined
    }
  }

/** What Twilio accepts is 1 to 36,000. */
const validSeconds = (message: Rendered, now: number): number =>
  Math.min(36_000, Math.max(1, secondsLeft(message, now)))

/** An answer of Twilio's has an HTTP status; anything else was the network. Its words repeat the number, so codes only. */
function refused(error: unknown): Delivery {
  if (!(error instanceof Error && 'status' in error && typeof error.status === 'number')) return cutOff(error)
  const code = 'code' in error && typeof error.code === 'number' ? error.code : undefined
  return outcomeOfTwilio(code, error.status)
}

import type { Twilio } from 'twilio'
import { seconds } from '../domain/time.ts'
import type { Delivery, Rendered, Send } from '../ports.ts'
import { noAnswer, secondsLeft, senderOn } from './sender.ts'
import { outcomeOfTwilio } from './twilio-answers.ts'

/**
 * Twilio refuses messages of cannabis businesses in the United States and Canada, whatever their text says. Whoever
 * turns this sender on for a dispensary has to state on what ground it may be used.
 */
export const TWILIO_POLICY = {
  cannabisBusinesses: 'forbidden',
  statedAt: 'https://www.twilio.com/docs/api/errors/30459',
} as const

export type TwilioSettings = {
  accountSid: string
  authToken: string
  /** For another address than Twilio's own. */
  baseUrl?: string
} & ({ from: string } | { messagingServiceSid: string })

/** Text messages over Twilio. Its package is large, so it is loaded with the first message. */
export function twilioSender(settings: TwilioSettings): Send {
  let client: Promise<Twilio> | undefined
  return senderOn('sms', async ({ phone }, message, now) => {
    client ??= connect(settings)
    const { messages } = await client
    try {
      const taken = await messages.create({
        to: phone,
        body: message.text,
        validityPeriod: validSeconds(message, now),
        ...('from' in settings ? { from: settings.from } : { messagingServiceSid: settings.messagingServiceSid }),
      })
      if (taken.status !== 'failed' && taken.status !== 'undelivered') return { outcome: 'sent', reference: taken.sid }
      return outcomeOfTwilio(taken.errorCode ?? undefined, 201)
    } catch (error) {
      return refused(error)
    }
  })
}

async function connect({ accountSid, authToken, baseUrl }: TwilioSettings): Promise<Twilio> {
  const { default: twilio } = await import('twilio')
  const client = twilio(accountSid, authToken, { timeout: seconds(10) })
  if (baseUrl) client.api.baseUrl = baseUrl
  return client
}

/** What Twilio accepts is 1 to 36,000. */
const validSeconds = (message: Rendered, now: number): number =>
  Math.min(36_000, Math.max(1, secondsLeft(message, now)))

/** An answer of Twilio's has an HTTP status; anything else was the network. Its words repeat the number, so codes only. */
function refused(error: unknown): Delivery {
  if (!(error instanceof Error && 'status' in error && typeof error.status === 'number')) return noAnswer(error)
  const code = 'code' in error && typeof error.code === 'number' ? error.code : undefined
  return outcomeOfTwilio(code, error.status)
}

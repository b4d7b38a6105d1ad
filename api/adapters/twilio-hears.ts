import { wishOfText, type TextWish } from '../domain/text-wish.ts'
import type { Heard, TextProvider } from '../ports.ts'
import { troubleOfTwilio } from './twilio-answers.ts'

const PATHS = { receipts: '/v1/texts/receipts', texts: '/v1/texts/inbound' }

/** Where Twilio tells what became of one message: it signs the whole address, so the message may be named there. */
export const receiptsAt = (publicUrl: string, messageId: string): string =>
  `${publicUrl}${PATHS.receipts}?${new URLSearchParams({ message: messageId }).toString()}`

/** What Twilio tells us. Its signature is checked against the public address, whatever a proxy made of the request. */
export function twilioHears(authToken: string): TextProvider {
  return {
    paths: PATHS,
    signedIn: 'x-twilio-signature',
    hear: async ({ url, signature, body }) => {
      const { default: twilio } = await import('twilio')
      const form = Object.fromEntries(new URLSearchParams(body))
      if (!twilio.validateRequest(authToken, signature ?? '', url, form)) return undefined
      const { pathname, searchParams } = new URL(url)
      return pathname === PATHS.receipts ? receipt(searchParams.get('message') ?? '', form) : inbound(form)
    },
    answer: (words) => ({
      type: 'text/xml',
      body: `<Response>${words === undefined ? '' : `<Message>${escaped(words)}</Message>`}</Response>`,
    }),
  }
}

/** Queued, sending and scheduled say no more than that Twilio has it, which its answer said. */
function receipt(messageId: string, { MessageStatus, ErrorCode }: Record<string, string>): Heard {
  const told = { what: 'receipt', messageId } as const
  switch (MessageStatus) {
    case 'sent':
      return { ...told, became: 'accepted' }
    case 'delivered':
    case 'partially_delivered':
      return { ...told, became: 'delivered' }
    case 'read':
      return { ...told, became: 'opened' }
    case 'undelivered':
    case 'failed':
      return { ...told, became: 'failed', ...troubleOfTwilio(Number(ErrorCode) || undefined) }
    case 'canceled':
      return { ...told, became: 'failed', reason: 'twilio-canceled', trouble: 'permanent' }
    default:
      return { what: 'nothing' }
  }
}

const WISHES: Record<string, TextWish> = { STOP: 'stop', START: 'start', HELP: 'help' }

/** With Advanced Opt-Out Twilio says itself what a word means; else the whole text has to be the word. */
function inbound({ MessageSid = '', From = '', Body = '', OptOutType = '' }: Record<string, string>): Heard {
  const wish = WISHES[OptOutType.toUpperCase()] ?? wishOfText(Body)
  return { what: 'text', id: MessageSid, from: From, words: Body, ...(wish && { wish }) }
}

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

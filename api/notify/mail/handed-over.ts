import { z } from 'zod'
import { brokeOff, tooLarge } from '../../read-body.ts'

/** A mail as it was handed over, and whom its envelope was for, where that was said. */
export type HandedOver = { raw: Uint8Array; recipient?: string }

type Request = { header: (name: string) => string | undefined; raw: { body: ReadableStream<Uint8Array> | null } }

/** So much of a mail is read: the words stand before the pictures. What is wrapped up cannot be cut. */
export const MOST_READ = 12 * 1024 * 1024
/** Who sends more than this is no mail system. */
const MOST_SENT = 64 * 1024 * 1024

/**
 * A mail from whoever can hand one over: the mail itself (`message/rfc822`), or wrapped up by a provider. Postmark puts
 * it into `RawEmail` of a JSON document, Mailgun into the field `body-mime` of a form, SendGrid into `email` of one.
 * @throws Problem
 */
export async function handedOver({ header, raw }: Request): Promise<HandedOver> {
  const type = header('content-type') ?? ''
  const { bytes, isWhole } = await firstBytes(raw.body)
  const unwrap = UNWRAP.find(([kind]) => kind.test(type))?.[1]
  if (unwrap && !isWhole) throw tooLarge(MOST_READ)
  const mail = await unwrap?.(bytes, type)
  const recipient = mail?.recipient ?? header('x-original-to')
  return { raw: mail?.raw ?? bytes, ...(recipient !== undefined && { recipient }) }
}

type Unwrap = (bytes: Uint8Array<ArrayBuffer>, type: string) => Promise<HandedOver | undefined>

const postmark = z.object({ RawEmail: z.string(), OriginalRecipient: z.string().optional() })
const envelope = z.object({ to: z.array(z.string()).min(1) })

const ofForm: Unwrap = async (bytes, type) => {
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData().catch(() => undefined)
  const field = (name: string): string | undefined => {
    const value = form?.get(name)
    return typeof value === 'string' ? value : undefined
  }
  const mail = field('body-mime') ?? field('email')
  const told = envelope.safeParse(json(field('envelope') ?? ''))
  // Curl calls everything a form that it is not told otherwise of.
  return mail === undefined ? undefined : wrapped(mail, field('recipient') ?? told.data?.to[0])
}

const ofJson: Unwrap = async (bytes) => {
  const told = postmark.safeParse(json(new TextDecoder().decode(bytes)))
  return told.success ? wrapped(told.data.RawEmail, told.data.OriginalRecipient) : undefined
}

const UNWRAP: readonly (readonly [RegExp, Unwrap])[] = [
  [/^application\/json\b/i, ofJson],
  [/^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/i, ofForm],
]

const wrapped = (mail: string, recipient: string | undefined): HandedOver => ({
  raw: new TextEncoder().encode(mail),
  ...(recipient !== undefined && { recipient }),
})

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What comes after is heard out and let go: a mail system would not understand that nobody listens any more. */
async function firstBytes(body: ReadableStream<Uint8Array> | null) {
  const kept: Uint8Array[] = []
  let [bytes, sent] = [0, 0]
  try {
    for await (const chunk of body ?? []) {
      sent += chunk.byteLength
      if (sent > MOST_SENT) break
      const room = chunk.subarray(0, MOST_READ - bytes)
      if (room.byteLength > 0) kept.push(room)
      bytes += room.byteLength
    }
  } catch {
    throw brokeOff()
  }
  if (sent > MOST_SENT) throw tooLarge(MOST_SENT)
  return { bytes: new Uint8Array(Buffer.concat(kept)), isWhole: sent === bytes }
}

import { z } from 'zod'
import { latLng } from './contract.ts'
import { LOGO, type Dispensary } from './domain/dispensary.ts'
import { CHANNELS, NOTIFICATION_KINDS } from './domain/notification.ts'
import { WEEKDAYS } from './domain/opening-hours.ts'
import { ORDER_TYPES } from './domain/order-event.ts'
import type { TextPolicy } from './ports.ts'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'is no HH:MM' })

/** As browsers tell it: no path, no slash at its end, no port that goes without saying. */
const origin = z
  .url({ protocol: /^https?$/ })
  .refine((url) => new URL(url).origin === url, { error: 'is no origin such as https://shop.example' })

const span = z.strictObject({ from: clock, to: clock })
const kind = z.enum(NOTIFICATION_KINDS)
const telling = z.strictObject({
  channels: z.partialRecord(kind, z.array(z.enum(CHANNELS)).max(CHANNELS.length)).optional(),
  only: z
    .partialRecord(
      kind,
      z.strictObject({
        within: span.optional(),
        payment: z.enum(['paid', 'due']).optional(),
        type: z.enum(ORDER_TYPES).optional(),
      }),
    )
    .optional(),
  quiet: span.optional(),
})

const profile = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: z.string().min(1).max(80),
  legalName: z.string().min(1).max(120),
  licence: z.string().min(1).max(60),
  state: z.string().regex(/^[A-Z]{2}$/),
  timeZone: z
    .string()
    .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone), { error: 'is not an IANA zone' }),
  position: latLng,
  accent: z.string().regex(/^#[0-9a-f]{6}$/i),
  phone: z.e164(),
  email: z.email().optional(),
  website: z.url({ protocol: /^https?$/ }).optional(),
  origins: z.array(origin).max(20).optional(),
  logo: z.string().max(32_768).regex(LOGO, { error: 'is no data:image/png, webp or jpeg;base64, picture' }).optional(),
  hours: z.partialRecord(z.enum(WEEKDAYS), z.strictObject({ opens: clock, closes: clock })).optional(),
  linkHours: z.number().int().min(1).max(720).optional(),
  waitMinutes: z.number().int().min(1).max(60).optional(),
  visibility: z
    .strictObject({
      nearMinutes: z.number().min(1).max(10).optional(),
      nearMeters: z.number().min(50).max(1_500).optional(),
      map: z.boolean().optional(),
    })
    .optional(),
  messages: telling.optional(),
  smsAttestation: z
    .strictObject({
      by: z.string().min(1),
      at: z.iso.datetime({ offset: true }).transform(Date.parse),
      ground: z.string().min(1),
    })
    .optional(),
})

/**
 * A dispensary's profile as the operator tells it.
 * @param policies of the configured senders of text messages: where one forbids them to such a business, they are not
 * switched on without an attestation
 * @throws ZodError
 */
export function readProfile(told: unknown, policies: readonly TextPolicy[]): Dispensary {
  const attested = profile.superRefine(({ messages, smsAttestation }, context) => {
    if (smsAttestation) return
    for (const [name, channels = []] of Object.entries(messages?.channels ?? {})) {
      if (!channels.includes('sms')) continue
      for (const { provider, cannabisBusinesses, statedAt } of policies) {
        if (cannabisBusinesses !== 'forbidden') continue
        const message = `${provider} forbids text messages of cannabis businesses, whatever they say (${statedAt}): smsAttestation has to state by whom, when and on what ground they may be sent all the same`
        context.addIssue({ code: 'custom', path: ['messages', 'channels', name], message })
      }
    }
  })
  return attested.parse(told) as Dispensary
}

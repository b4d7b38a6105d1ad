import { z } from 'zod'

const url = z.url({ protocol: /^https?$/ })
const port = z.coerce.number().int().min(0).max(65_535)
const key = z
  .base64()
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((bytes) => bytes.length === 32, {
    error: 'must be 32 bytes in base64; make one with: openssl rand -base64 32',
  })

const settings = z.object({
  DOORSTEP_PORT: port.default(8080),
  DOORSTEP_HOST: z.string().default('0.0.0.0'),
  DOORSTEP_PUBLIC_URL: url.transform((text) => text.replace(/\/$/, '')),
  DOORSTEP_DATABASE_URL: z
    .string()
    .regex(/^(file:|libsql:|https?:)/, { error: 'must begin with file:, libsql: or http(s):' }),
  DOORSTEP_DATABASE_TOKEN: z.string().optional(),
  DOORSTEP_SECRET_KEY: key,
  DOORSTEP_MAP_STYLE_URL: z.string().min(1),
  DOORSTEP_VALHALLA_URL: url.optional(),
  DOORSTEP_VALHALLA_TILES: z.string().optional(),
  DOORSTEP_OSRM_URL: url.optional(),
  DOORSTEP_VAPID_PUBLIC_KEY: z.string().optional(),
  DOORSTEP_VAPID_PRIVATE_KEY: z.string().optional(),
  DOORSTEP_VAPID_SUBJECT: z
    .string()
    .regex(/^(mailto:|https:)/, { error: 'must begin with mailto: or https:' })
    .optional(),
  DOORSTEP_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  DOORSTEP_MAIL_FROM: z.email().optional(),
  DOORSTEP_REPLIES_DOMAIN: z
    .string()
    .regex(/^(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z]{2,}$/, { error: 'must be a domain in small letters' })
    .optional(),
  DOORSTEP_REPLIES_SECRET: z.string().min(24, { error: 'must be 24 characters or more' }).optional(),
  DOORSTEP_TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/, { error: 'must be AC and 32 hex digits' })
    .optional(),
  DOORSTEP_TWILIO_AUTH_TOKEN: z.string().optional(),
  DOORSTEP_TWILIO_FROM: z
    .string()
    .regex(/^(\+\d{6,15}|MG[0-9a-f]{32})$/, { error: 'must be a number in E.164 or a messaging service' })
    .optional(),
  DOORSTEP_CONSOLE_MESSAGES: z.enum(['yes', 'no']).default('no'),
})
type Settings = z.infer<typeof settings>

/** Settings that make sense only together. */
const TOGETHER: readonly (readonly (keyof Settings)[])[] = [
  ['DOORSTEP_VAPID_PUBLIC_KEY', 'DOORSTEP_VAPID_PRIVATE_KEY', 'DOORSTEP_VAPID_SUBJECT'],
  ['DOORSTEP_SMTP_URL', 'DOORSTEP_MAIL_FROM'],
  ['DOORSTEP_REPLIES_DOMAIN', 'DOORSTEP_REPLIES_SECRET'],
  ['DOORSTEP_TWILIO_ACCOUNT_SID', 'DOORSTEP_TWILIO_AUTH_TOKEN', 'DOORSTEP_TWILIO_FROM'],
]
/** Of what is not sent nothing comes back. */
const NEEDS: readonly (readonly [keyof Settings, keyof Settings])[] = [['DOORSTEP_REPLIES_DOMAIN', 'DOORSTEP_SMTP_URL']]
const AT_MOST_ONE: readonly (keyof Settings)[] = [
  'DOORSTEP_VALHALLA_URL',
  'DOORSTEP_VALHALLA_TILES',
  'DOORSTEP_OSRM_URL',
]

export type Router =
  | { engine: 'valhalla'; url: string }
  | { engine: 'valhalla-in-process'; tileFolder: string }
  | { engine: 'osrm'; url: string }

export type Config = {
  port: number
  host: string
  publicUrl: string
  database: { url: string; token?: string }
  secretKey: Uint8Array
  mapStyleUrl: string
  router?: Router
  webPush?: { publicKey: string; privateKey: string; subject: string }
  smtp?: { url: string; from: string }
  mailReturns?: { domain: string; secret: string }
  twilio?: { accountSid: string; authToken: string; from: string }
  consoleMessages: boolean
}

/** Every fault of the environment at once, so that one start tells all. */
export class ConfigFaults extends Error {
  readonly faults: string[]
  constructor(faults: string[]) {
    super(
      `The configuration has ${faults.length} fault${faults.length === 1 ? '' : 's'}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    )
    this.faults = faults
  }
}

/** @throws ConfigFaults naming every variable that is missing, misformed, misspelt or at odds with another */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name.startsWith('DOORSTEP_') && value !== ''),
  )
  const parsed = settings.safeParse(given)
  const faults = [...misspelt(given), ...atOdds(given), ...(parsed.success ? [] : misformed(parsed.error, given))]
  if (!parsed.success || faults.length > 0) throw new ConfigFaults(faults)
  return configOf(parsed.data)
}

/** The one secret, for a program that needs no other setting. */
export function readSecretKey(environment: Record<string, string | undefined>): Uint8Array {
  const parsed = settings.pick({ DOORSTEP_SECRET_KEY: true }).safeParse(environment)
  if (parsed.success) return parsed.data.DOORSTEP_SECRET_KEY
  throw new ConfigFaults(misformed(parsed.error, environment))
}

const misspelt = (given: object): string[] =>
  Object.keys(given)
    .filter((name) => !(name in settings.shape))
    .map((name) => `${name} is not a setting`)

const misformed = (error: z.ZodError, given: Record<string, unknown>): string[] =>
  error.issues.map((issue) => {
    const name = String(issue.path[0])
    return name in given ? `${name} ${issue.message}` : `${name} is missing`
  })

function atOdds(given: Record<string, unknown>): string[] {
  const halves = TOGETHER.filter((names) => names.some((name) => name in given)).flatMap((names) =>
    names
      .filter((name) => !(name in given))
      .map((name) => `${name} is missing beside ${names.find((other) => other in given)}`),
  )
  const alone = NEEDS.filter(([name, needed]) => name in given && !(needed in given))
  const engines = AT_MOST_ONE.filter((name) => name in given)
  return [
    ...halves,
    ...alone.map(([name, needed]) => `${needed} is missing beside ${name}`),
    ...(engines.length > 1 ? [`${engines.join(' and ')} exclude each other`] : []),
  ]
}

function configOf(s: Settings): Config {
  const router = routerOf(s)
  return {
    port: s.DOORSTEP_PORT,
    host: s.DOORSTEP_HOST,
    publicUrl: s.DOORSTEP_PUBLIC_URL,
    database: { url: s.DOORSTEP_DATABASE_URL, ...(s.DOORSTEP_DATABASE_TOKEN && { token: s.DOORSTEP_DATABASE_TOKEN }) },
    secretKey: s.DOORSTEP_SECRET_KEY,
    mapStyleUrl: s.DOORSTEP_MAP_STYLE_URL,
    consoleMessages: s.DOORSTEP_CONSOLE_MESSAGES === 'yes',
    ...(router && { router }),
    ...(s.DOORSTEP_VAPID_PUBLIC_KEY && {
      webPush: {
        publicKey: s.DOORSTEP_VAPID_PUBLIC_KEY,
        privateKey: s.DOORSTEP_VAPID_PRIVATE_KEY ?? '',
        subject: s.DOORSTEP_VAPID_SUBJECT ?? '',
      },
    }),
    ...(s.DOORSTEP_SMTP_URL && { smtp: { url: s.DOORSTEP_SMTP_URL, from: s.DOORSTEP_MAIL_FROM ?? '' } }),
    ...(s.DOORSTEP_REPLIES_DOMAIN && {
      mailReturns: { domain: s.DOORSTEP_REPLIES_DOMAIN, secret: s.DOORSTEP_REPLIES_SECRET ?? '' },
    }),
    ...(s.DOORSTEP_TWILIO_ACCOUNT_SID && {
      twilio: {
        accountSid: s.DOORSTEP_TWILIO_ACCOUNT_SID,
        authToken: s.DOORSTEP_TWILIO_AUTH_TOKEN ?? '',
        from: s.DOORSTEP_TWILIO_FROM ?? '',
      },
    }),
  }
}

function routerOf(s: Settings): Router | undefined {
  if (s.DOORSTEP_VALHALLA_URL) return { engine: 'valhalla', url: s.DOORSTEP_VALHALLA_URL }
  if (s.DOORSTEP_VALHALLA_TILES) return { engine: 'valhalla-in-process', tileFolder: s.DOORSTEP_VALHALLA_TILES }
  if (s.DOORSTEP_OSRM_URL) return { engine: 'osrm', url: s.DOORSTEP_OSRM_URL }
  return undefined
}

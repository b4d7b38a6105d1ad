import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { BUSY_MS, emptyLog, openDatabase } from '../db/open.ts'
import { createWriter } from '../db/write.ts'
import { ConfigFaults, readConfig } from './config.ts'
import { latLng } from './contract.ts'
import { CONNECTION_KINDS, isAsked, laneOf, tellsByItself } from './domain/connection.ts'
import { LOGO, type Dispensary } from './domain/dispensary.ts'
import { WEEKDAYS } from './domain/opening-hours.ts'
import { createEnroll } from './enroll.ts'
import { createForgetting, type Asked } from './forgetting.ts'
import { Problem } from './problem.ts'

const USAGE = `npm run admin -- <command>

  dispensary <file.json>                       take a dispensary in, or change its profile
  connect <dispensary> api                     an API key and a Standard Webhooks secret
  connect <dispensary> <vendor> [driver]       a till, a dispatcher or a driver's app: its address and its secret
                               ... --test      in test mode: heard and answered, but nothing of it recorded
  keys <connection>                            other keys for a vendor that is asked
  rotate <connection>                          a new secret; the one before it holds for an hour more
  staff <dispensary> <e-mail>                  reads the password from standard input
  forget <dispensary> <order id>               destroys what is known of an order's customer, for good
  forget <dispensary> --contact <phone or e-mail>   the same, of all orders of a person

Vendors: ${CONNECTION_KINDS.slice(1).join(', ')}.
A vendor that makes its secret itself: give it as CONNECTION_SECRET.
A vendor that has to be asked: give its keys as CONNECTION_KEYS, in JSON. These are
  cova     {"companyId", "clientId", "clientSecret", "username", "password"}
  dutchie  {"locationKey", "integratorKey"}
  meadow   {"consumerKey", "clientKey"}
  treez    {"dispensary", "clientId", "apiKey"}, to hear of what it does not tell: tickets cancelled and removed
Secrets are printed once; they and keys are stored hashed or encrypted.`

const vendor = z.enum(CONNECTION_KINDS).exclude(['api'])

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'is no HH:MM' })

/** As browsers tell it: no path, no slash at its end, no port that goes without saying. */
const origin = z
  .url({ protocol: /^https?$/ })
  .refine((url) => new URL(url).origin === url, { error: 'is no origin such as https://shop.example' })

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
  waitMinutes: z.number().int().min(1).max(60).optional(),
  visibility: z
    .strictObject({
      nearMinutes: z.number().min(1).max(10).optional(),
      nearMeters: z.number().min(50).max(1_500).optional(),
      map: z.boolean().optional(),
    })
    .optional(),
  smsAttestation: z
    .strictObject({
      by: z.string().min(1),
      at: z.iso.datetime({ offset: true }).transform(Date.parse),
      ground: z.string().min(1),
    })
    .optional(),
})

async function main([command, ...rest]: string[]): Promise<void> {
  const config = readConfig(process.env)
  const { db, close } = await openDatabase(config.database.url, config.database.token)
  const { write } = createWriter(db, Date.now)
  const inside = { write, random: randomBytes, secretKey: config.secretKey }
  try {
    if (command === 'forget') {
      show(await forget(rest, createForgetting({ db, clock: Date.now, ...inside })))
      await emptyLog(db, BUSY_MS)
    } else await run(command, rest, createEnroll(inside), config.publicUrl)
  } finally {
    close()
  }
}

async function run(
  command: string | undefined,
  rest: string[],
  enroll: ReturnType<typeof createEnroll>,
  publicUrl: string,
): Promise<void> {
  const testMode = rest.includes('--test')
  const [first = '', second = '', third = ''] = rest.filter((word) => word !== '--test')
  switch (command === 'connect' && second === 'api' ? 'connect api' : command) {
    case 'dispensary': {
      const taken = profile.parse(JSON.parse(await readFile(first, 'utf8'))) as Dispensary
      await enroll.dispensary(taken)
      return console.log(`${taken.name} is in, as ${taken.id}`)
    }
    case 'connect api': {
      const { connectionId, secret, webhookSecret } = await enroll.api(first, testMode)
      return console.log(
        `POST ${publicUrl}/v1/events\nAuthorization: Bearer ${secret}\nor ?connection=${connectionId} signed with ${webhookSecret}`,
      )
    }
    case 'connect': {
      const kind = vendor.parse(second)
      const { CONNECTION_SECRET: secret, CONNECTION_KEYS: keys } = process.env
      const { connectionId, secret: told } = await enroll.connect(first, kind, {
        testMode,
        ...(secret && { secret }),
        ...(keys && { keys }),
        ...(third && { driverId: third }),
      })
      if (tellsByItself(kind)) console.log(`${publicUrl}/v1/${laneOf(kind)}/${connectionId}\nSecret: ${told}`)
      if (keys) console.log(`${kind} is asked from now on, as ${connectionId}`)
      else if (isAsked(kind))
        console.log('Without CONNECTION_KEYS it is not asked for what it does not tell by itself.')
      return
    }
    case 'keys': {
      await enroll.keys(first, process.env['CONNECTION_KEYS'] ?? '')
      return console.log(`${first} is asked with the new keys from now on`)
    }
    case 'rotate': {
      const { secret } = await enroll.rotate(first)
      return console.log(`Secret: ${secret}\nThe one before it holds for an hour more.`)
    }
    case 'staff': {
      await enroll.staff(first, second, (await readStandardInput()).trim())
      return console.log(`${second} can sign in at ${publicUrl}/support`)
    }
    default:
      console.error(USAGE)
      process.exitCode = 2
  }
}

async function forget(
  [dispensaryId = '', order = '', contact = '']: string[],
  forgetting: ReturnType<typeof createForgetting>,
): Promise<Asked[]> {
  if (order === '--contact') return forgetting.person(dispensaryId, contact)
  return [await forgetting.order(dispensaryId, order)]
}

function show(asked: Asked[]): void {
  if (asked.length === 0) console.log('No order is known of whoever this is')
  for (const { orderId, why } of asked) console.log(`Order ${orderId}: ${why ?? 'forgotten'}`)
  if (asked.some(({ why }) => why !== undefined)) process.exitCode = 1
}

async function readStandardInput(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin) text += chunk
  return text
}

function inWords(error: unknown): unknown {
  if (error instanceof Problem) {
    const { detail, errors = [] } = error.extra
    return [
      detail ? `${error.title}: ${detail}` : error.title,
      ...errors.map((one) => `${one.pointer} ${one.detail}`),
    ].join('\n  ')
  }
  return error instanceof ConfigFaults ? error.message : error instanceof z.ZodError ? z.prettifyError(error) : error
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  console.error(inWords(error))
  process.exitCode = 1
}

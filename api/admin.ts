import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { openDatabase } from '../db/open.ts'
import { createWriter } from '../db/write.ts'
import { ConfigFaults, readConfig } from './config.ts'
import { latLng } from './contract.ts'
import { CONNECTION_KINDS, laneOf } from './domain/connection.ts'
import { LOGO, type Dispensary } from './domain/dispensary.ts'
import { WEEKDAYS } from './domain/opening-hours.ts'
import { createEnroll } from './enroll.ts'

const USAGE = `npm run admin -- <command>

  dispensary <file.json>                       take a dispensary in, or change its profile
  connect <dispensary> api                     an API key and a Standard Webhooks secret
  connect <dispensary> <vendor> [driver]       a till, a dispatcher or a driver's app: its address and its secret
  rotate <connection>                          a new secret; the one before it holds for an hour more
  staff <dispensary> <e-mail>                  reads the password from standard input

Vendors: ${CONNECTION_KINDS.slice(1).join(', ')}.
A vendor that makes its secret itself: give it as CONNECTION_SECRET.
Secrets are printed once and stored hashed or encrypted.`

const vendor = z.enum(CONNECTION_KINDS).exclude(['api'])

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'is no HH:MM' })

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
  const enroll = createEnroll({ write: createWriter(db, Date.now), random: randomBytes, secretKey: config.secretKey })
  try {
    await run(command, rest, enroll, config.publicUrl)
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
  const [first = '', second = '', third = ''] = rest
  switch (command === 'connect' && second === 'api' ? 'connect api' : command) {
    case 'dispensary': {
      const taken = profile.parse(JSON.parse(await readFile(first, 'utf8'))) as Dispensary
      await enroll.dispensary(taken)
      return console.log(`${taken.name} is in, as ${taken.id}`)
    }
    case 'connect api': {
      const { connectionId, secret, webhookSecret } = await enroll.api(first)
      return console.log(
        `POST ${publicUrl}/v1/events\nAuthorization: Bearer ${secret}\nor ?connection=${connectionId} signed with ${webhookSecret}`,
      )
    }
    case 'connect': {
      const kind = vendor.parse(second)
      const secret = process.env['CONNECTION_SECRET']
      const connected = await enroll.connect(first, kind, {
        ...(secret && { secret }),
        ...(third && { driverId: third }),
      })
      return console.log(`${publicUrl}/v1/${laneOf(kind)}/${connected.connectionId}\nSecret: ${connected.secret}`)
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

async function readStandardInput(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin) text += chunk
  return text
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  console.error(
    error instanceof ConfigFaults ? error.message : error instanceof z.ZodError ? z.prettifyError(error) : error,
  )
  process.exitCode = 1
}

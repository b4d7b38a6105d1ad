import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { BUSY_MS, emptyLog, openDatabase } from '../db/open.ts'
import { createWriter } from '../db/write.ts'
import { AGGREGATOR_POLICY } from './adapters/aggregator.ts'
import { whyNotReachable } from './adapters/public-address.ts'
import { TWILIO_POLICY } from './adapters/twilio.ts'
import { createTakeIn, type TakeIn } from './attestation.ts'
import { ConfigFaults, readConfig } from './config.ts'
import { proveOwnKey } from './own-key.ts'
import { CONNECTION_KINDS, isAsked, laneOf, tellsByItself } from './domain/connection.ts'
import { createEnroll } from './enroll.ts'
import { createForgetting, type Asked } from './forgetting.ts'
import { createOperatorDoor } from './operator-door.ts'
import type { TextPolicy } from './ports.ts'
import { Problem } from './problem.ts'
import { readProfile } from './profile.ts'

const USAGE = `npm run admin -- <command>

  dispensary <file.json>                       take a dispensary in, or change its profile
  connect <dispensary> api                     an API key and a Standard Webhooks secret
  connect <dispensary> <vendor> [driver]       a till, a dispatcher or a driver's app: its address and its secret
                               ... --test      in test mode: heard and answered, but nothing of it recorded
  keys <connection>                            other keys for a vendor that is asked
  rotate <connection>                          a new secret; the one before it holds for an hour more
  aggregator <dispensary> <https address>      sends its text messages there, by signed webhook (Standard Webhooks)
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

async function main([command, ...rest]: string[]): Promise<void> {
  const config = readConfig(process.env)
  const { db, close } = await openDatabase(config.database.url, config.database.token)
  const { write } = createWriter(db, Date.now)
  const inside = { write, random: randomBytes, secretKey: config.secretKey }
  try {
    await proveOwnKey(db, config.secretKey)
    if (command === 'forget') {
      show(await forget(rest, createForgetting({ db, clock: Date.now, ...inside })))
      await emptyLog(db, BUSY_MS)
    } else {
      const enroll = createEnroll(inside)
      const policies = [AGGREGATOR_POLICY, ...(config.twilio ? [TWILIO_POLICY] : [])]
      const { record } = createOperatorDoor({ db, clock: Date.now, ...inside })
      const takeIn = createTakeIn({ db, record, enroll, policies, clock: Date.now, random: randomBytes })
      await run(command, rest, { enroll, takeIn, policies, publicUrl: config.publicUrl })
    }
  } finally {
    close()
  }
}

type Inside = {
  enroll: ReturnType<typeof createEnroll>
  takeIn: TakeIn
  policies: readonly TextPolicy[]
  publicUrl: string
}

async function run(
  command: string | undefined,
  rest: string[],
  { enroll, takeIn, policies, publicUrl }: Inside,
): Promise<void> {
  const testMode = rest.includes('--test')
  const [first = '', second = '', third = ''] = rest.filter((word) => word !== '--test')
  switch (command === 'connect' && second === 'api' ? 'connect api' : command) {
    case 'dispensary': {
      const taken = readProfile(JSON.parse(await readFile(first, 'utf8')), policies)
      await takeIn(taken)
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
    case 'aggregator': {
      const why = whyNotReachable(second)
      if (why !== undefined) throw new Problem(400, `The address ${why}`)
      const { id, secret } = await enroll.aggregator(first, second)
      return console.log(`Secret: ${secret}\nIt tells what becomes of them at ${publicUrl}/v1/aggregators/${id}`)
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

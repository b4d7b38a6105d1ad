import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '../db/open.ts'
import { ownTextsOver } from './adapters/aggregator.ts'
import { askOverHttps } from './adapters/ask-vendor.ts'
import { consoleSender } from './adapters/console.ts'
import { withFallback } from './adapters/drive-times.ts'
import { hooksOver } from './adapters/hook.ts'
import { jsonLog } from './adapters/log.ts'
import { osrmDriveTimes } from './adapters/osrm.ts'
import { builtSite } from './adapters/site.ts'
import { smtpSender } from './adapters/smtp.ts'
import { straightLineDriveTimes } from './adapters/straight-line.ts'
import { TWILIO_PER_SECOND, TWILIO_POLICY, twilioSender } from './adapters/twilio.ts'
import { twilioHears } from './adapters/twilio-hears.ts'
import { valhallaDriveTimes, valhallaInProcess, valhallaOverHttp } from './adapters/valhalla.ts'
import { webPushSender } from './adapters/web-push.ts'
import { createApp } from './app.ts'
import { ConfigFaults, readConfig, type Config, type Router } from './config.ts'
import type { DriveTimes, Senders } from './ports.ts'
import { listen } from './serve.ts'
import { proveOwnKey } from './own-key.ts'
import { createStages } from './stages.ts'
import type { World } from './world.ts'

const ROUTER_PATIENCE_MS = 1_500

function driveTimesOf(router: Router | undefined): DriveTimes {
  switch (router?.engine) {
    case undefined:
      return straightLineDriveTimes
    case 'valhalla':
      return patient(valhallaDriveTimes(valhallaOverHttp(router.url)))
    case 'valhalla-in-process':
      return patient(valhallaDriveTimes(valhallaInProcess(router.tileFolder)))
    case 'osrm':
      return patient(osrmDriveTimes(router.url))
    default:
      return router satisfies never
  }
}

const patient = (router: DriveTimes): DriveTimes =>
  withFallback(router, straightLineDriveTimes, ROUTER_PATIENCE_MS, jsonLog)

/** Channels that are not configured print their messages in development, and do not exist otherwise. */
function sendersOf({ webPush, smtp, consoleMessages }: Config): Senders {
  const print = consoleSender((line) => process.stdout.write(line))
  return {
    ...(consoleMessages && { 'web-push': print, email: print, sms: print }),
    ...(webPush && { 'web-push': webPushSender(webPush) }),
    ...(smtp && { email: smtpSender(smtp) }),
  }
}

/** Text messages: the sender, what its provider remembers, takes a second and tells by itself. */
function textsOf({ twilio, publicUrl }: Config): Partial<World> & { senders: Senders } {
  if (!twilio) return { senders: {} }
  const { accountSid, authToken, from } = twilio
  const account = { accountSid, authToken, publicUrl }
  const isPool = from.startsWith('MG')
  const { send, findSent } = twilioSender(isPool ? { ...account, messagingServiceSid: from } : { ...account, from })
  const perSecond = TWILIO_PER_SECOND[isPool ? 'pool' : 'number']
  return {
    senders: { sms: send },
    findSent: { sms: findSent },
    perSecond: { sms: perSecond },
    texts: twilioHears(authToken),
  }
}

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const { db, close } = await openDatabase(config.database.url, config.database.token)
  const texts = textsOf(config)
  await proveOwnKey(db, config.secretKey)
  const world = {
    ...texts,
    db,
    clock: Date.now,
    random: randomBytes,
    log: jsonLog,
    stopwatch: () => performance.now(),
    driveTimes: driveTimesOf(config.router),
    senders: { ...sendersOf(config), ...texts.senders },
    publicUrl: config.publicUrl,
    mapStyleUrl: config.mapStyleUrl,
    secretKey: config.secretKey,
    ...(config.mailReturns && { mailReturns: config.mailReturns }),
    ownTexts: ownTextsOver(),
    hooks: hooksOver(),
    askVendor: askOverHttps(),
  }
  const dist = fileURLToPath(new URL('../dist', import.meta.url))
  const stages = createStages(world)
  const app = createApp({
    ...{ world, stages, dist },
    site: await builtSite(dist),
    ...(config.webPush && { pushPublicKey: config.webPush.publicKey }),
  })
  if (config.twilio) jsonLog({ event: 'sms.only-with-attestation', ...TWILIO_POLICY })
  const running = await listen(app, stages, config)
  jsonLog({ event: 'listening', port: running.port })

  let stopping = false
  async function stop(signal: string): Promise<void> {
    if (stopping) return
    stopping = true
    jsonLog({ event: 'stopping', signal })
    await running.close()
    close()
    jsonLog({ event: 'stopped' })
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop(signal))
}

try {
  await main()
} catch (error) {
  console.error(error instanceof ConfigFaults ? error.message : error)
  process.exit(1)
}

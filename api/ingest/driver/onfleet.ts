import { z } from 'zod'
import type { RefusalReason } from '../../domain/order-event.ts'
import { parse, readJson } from '../../parse.ts'
import { tellStanding } from '../standing.ts'
import type { Answer, Context, Meaning, Standing, Told, Vendor } from '../vendor.ts'
import { attachDoor, isSignedInHex, nothing, orderReference } from './dispatch.ts'
import { HEARD } from './request.ts'

const words = z.string().min(1).max(128)
/** [lon, lat] */
const place = z
  .tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
  .transform(([lng, lat]) => ({ lat, lng }))

const note = z.object({ name: z.string(), value: orderReference }).catch({ name: '', value: undefined })

/** A task without recipients, address, notes and photos: nothing of these is read. */
const task = z.object({
  shortId: words.optional().catch(undefined),
  pickupTask: z.boolean().optional().catch(undefined),
  metadata: z.array(note).catch([]),
  destination: z.object({ location: place }).optional().catch(undefined),
  completionDetails: z.object({ failureReason: words }).optional().catch(undefined),
})
const webhook = z.object({
  triggerId: z.number().int(),
  taskId: words.nullish(),
  /** Epoch milliseconds. */
  time: z.number().int().positive().optional(),
  etaSeconds: z.number().nullish(),
  /** Metres. */
  distance: z.number().nullish(),
  data: z.object({ task: task.nullish() }).nullish(),
})
type Webhook = z.infer<typeof webhook>

/** By `triggerId`; there is no 11. */
const TRIGGERS = [
  ...['taskStarted', 'taskEta', 'taskArrival', 'taskCompleted', 'taskFailed', 'workerDuty', 'taskCreated'],
  ...['taskUpdated', 'taskDeleted', 'taskAssigned', 'taskUnassigned', undefined, 'taskDelayed', 'taskCloned'],
]

/** A task that is deleted or taken from its driver is no order cancelled: another may be made for it. */
const STANDINGS: Readonly<Record<string, Standing>> = {
  taskstarted: 'departed',
  tasketa: 'approached',
  taskarrival: 'approached',
  taskcompleted: 'delivered',
  taskfailed: 'not-delivered',
  workerduty: 'nothing',
  taskcreated: 'nothing',
  taskupdated: 'nothing',
  taskdeleted: 'nothing',
  taskassigned: 'nothing',
  taskunassigned: 'nothing',
  taskdelayed: 'nothing',
  taskcloned: 'nothing',
}

/** The vendor's list could not be read in full: what is not here is `other`, and kept as it is for staff to see. */
const REASONS = new Map<string, RefusalReason>([
  ['NONE', 'other'],
  ['OTHER', 'other'],
])

/** As near as "arriving soon" is everywhere in Doorstep. The thresholds of the two triggers are the dispensary's. */
const NEAR_SECONDS = 10 * 60
const NEAR_METERS = 1_500

const isFar = ({ triggerId, etaSeconds, distance }: Webhook): boolean =>
  (triggerId === 1 && (etaSeconds ?? Infinity) > NEAR_SECONDS) || (triggerId === 2 && (distance ?? 0) > NEAR_METERS)

/** `order_id` among the metadata; else the short id of the task, which is also what its people see; else its id. */
function orderOf({ taskId, data }: Webhook): string | undefined {
  const noted = data?.task?.metadata.find(({ name, value }) => value && /^order[_\- ]?id$/i.test(name))
  return noted?.value ?? data?.task?.shortId ?? taskId ?? undefined
}

function translate(told: Told, context: Context): Meaning {
  const value = parse(webhook, readJson(told.body))
  const { triggerId, taskId, data, time = context.now } = value
  const orderId = orderOf(value)
  if (orderId === undefined || data?.task?.pickupTask || isFar(value)) return nothing()
  const failure = triggerId === 4 ? data?.task?.completionDetails?.failureReason : undefined
  const meaning = tellStanding(
    orderId,
    TRIGGERS[triggerId] ?? `trigger ${triggerId}`,
    Math.min(time, context.now),
    STANDINGS,
    context,
    {
      name: taskId ?? orderId,
      reason: failure === undefined ? undefined : REASONS.get(failure),
      attached: triggerId === 0 ? attachDoor(orderId, data?.task?.destination?.location) : undefined,
    },
  )
  const strange = failure !== undefined && !REASONS.has(failure) ? [{ orderId, status: `taskFailed ${failure}` }] : []
  return { ...meaning, fixes: [], unknown: [...meaning.unknown, ...strange] }
}

/** Asked once, when a webhook is made. */
function greet({ method, query }: Told): Answer | undefined {
  const check = query.get('check')
  return method === 'GET' && check !== null && check.length <= 256 ? { ...HEARD, body: check } : undefined
}

/** The key is what the secret spells in hex. A secret that spells nothing would be a key that everybody knows. */
const isFrom = ({ header, body }: Told, secret: string): boolean =>
  /^([\da-f]{2})+$/i.test(secret) &&
  isSignedInHex(header('x-onfleet-signature'), 'sha512', Buffer.from(secret, 'hex'), body)

/** Onfleet's webhooks, one trigger each; anything but 200 is sent again for a day. */
export const onfleet: Vendor = { greet, isFrom, translate, answer: HEARD }

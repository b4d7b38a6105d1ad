import { digestOfCheckpoint, onTrail, signed } from '../../api/audit/checkpoint.ts'
import { createTree, leafOfRow } from '../../api/audit/merkle.ts'
import { CHECKPOINTS } from '../../api/domain/event.ts'
import type { Position } from '../../api/domain/position.ts'
import { seconds } from '../../api/domain/time.ts'
import type { Signer } from '../../api/signing.ts'
import { canonical, hashOf } from '../../db/chain.ts'
import type { Database } from '../../db/open.ts'
import { dispensaries, tracks } from '../../db/schema.ts'
import { encodeTrack } from '../../db/track-codec.ts'
import { digestOf } from '../../db/tracks.ts'
import type { TrailRow } from '../../db/trail.ts'
import { STORE } from '../doorstep.ts'
import { at } from '../flow/dispatch.ts'
import { insertRows } from './insert-rows.ts'

const ROWS_A_STATEMENT = 1_000
/** About an hour of a busy store. */
const ROWS_A_CHECKPOINT = 500

/** What an order of its own leaves on the trail, one row after another. */
const ORDER: [type: string, data: (orderId: string, now: number) => object][] = [
  ['order.received', (orderId) => ({ orderId, number: orderId, totalCents: 8_450, payment: 'due' })],
  ['milestone.reached', (orderId, cause) => ({ orderId, milestone: 'received', cause })],
  ['order.preparing', (orderId) => ({ orderId })],
  ['milestone.reached', (orderId, cause) => ({ orderId, milestone: 'preparing', cause })],
  ['order.packed', (orderId) => ({ orderId })],
  ['milestone.reached', (orderId, cause) => ({ orderId, milestone: 'out-for-delivery', cause })],
  ['window.revised', (orderId, now) => windowOf(orderId, now, 'departed')],
  ['notification.planned', (orderId, now) => ({ ...messageOf(orderId), expiresAt: now })],
  ['link.issued', (orderId, now) => ({ orderId, linkId: `link_${now}`, to: 'customer' })],
  ['notification.sent', (orderId, now) => ({ ...messageOf(orderId), reference: `<${now}@mail.example>` })],
  ['window.revised', (orderId, now) => windowOf(orderId, now, 'moved')],
  ['window.revised', (orderId, now) => windowOf(orderId, now, 'moved')],
  ['milestone.reached', (orderId, cause) => ({ orderId, milestone: 'arriving-soon', cause })],
  ['handoff.completed', (orderId) => ({ orderId, idChecked: true })],
  ['milestone.reached', (orderId, cause) => ({ orderId, milestone: 'delivered', cause })],
]

const windowOf = (orderId: string, now: number, cause: string): object => {
  const times = { estimateAt: now, from: now - 600_000, to: now + 900_000, latestBy: now + 1_800_000 }
  return { orderId, ...times, source: 'valhalla', cause }
}
const messageOf = (orderId: string): object => {
  const kind = 'out-for-delivery'
  return { notificationId: `${orderId}:${kind}:7`, orderId, kind, channel: 'email' }
}

/** A chain of so many rows, with tracks as they come, and with checkpoints if somebody signs, put into the tables in bulk. */
export async function buildLongChain(db: Database, length: number, signer?: Signer): Promise<void> {
  const dispensaryId = STORE.id
  const fixes = Array.from(
    { length: 500 },
    (_, i): Position => ({ at: i * seconds(5), ...at(i / 100), accuracyMeters: 8 }),
  )
  const chunk = encodeTrack(fixes)
  let [link, hash, now] = [0, '', Date.parse('2026-01-01T08:00:00Z')]
  let [tree, from, previous] = [createTree(), 1, '']
  const rows: TrailRow[] = []

  async function append(source: string, eventId: string, type: string, subject: string, data: object): Promise<void> {
    link += 1
    now += 7_000
    const row = { seq: link, dispensaryId, link, source, eventId, type, subject, time: now, recordedAt: now + 40 }
    const whole = { ...row, data: canonical(data) }
    hash = hashOf(whole, hash)
    rows.push({ ...whole, hash })
    tree.add(leafOfRow({ hash }))
    if (rows.length === ROWS_A_STATEMENT || link === length) await insertRows(db, rows.splice(0))
  }

  async function seal(): Promise<void> {
    const track = { dispensaryId, driverId: 'sam', fromAt: now - seconds(2_500), toAt: now, fixes: 500, chunk }
    const digest = digestOf(track)
    await db.insert(tracks).values({ ...track, digest })
    const data = { driverId: 'sam', from: track.fromAt, to: now, fixes: 500, digest, root: digest }
    await append('doorstep/tracks', `track.sealed:${digest.slice(0, 16)}`, 'track.sealed', 'driver/sam', data)
  }

  async function sign(by: Signer): Promise<void> {
    const stretch = { from, to: link, head: hash, root: tree.root(), previous }
    const one = signed(by, { dispensaryId, time: now + 7_000, ...stretch })
    ;[tree, from, previous] = [createTree(), link + 1, digestOfCheckpoint(one)]
    await append('doorstep/audit', `checkpoint.signed:${one.from}`, 'checkpoint.signed', CHECKPOINTS, onTrail(one))
  }

  await db.insert(dispensaries).values({ id: dispensaryId, profile: STORE }).onConflictDoNothing()
  for (let n = 0; link < length; n += 1) {
    if (signer && link % ROWS_A_CHECKPOINT === ROWS_A_CHECKPOINT - 1) await sign(signer)
    else if (link % 200 === 100) await seal()
    else {
      const [orderId, [type, data]] = [`${100_000 + Math.floor(n / ORDER.length)}`, ORDER[n % ORDER.length]!]
      await append('doorstep', `${type}:${orderId}:${n}`, type, `order/${orderId}`, data(orderId, link + 1))
    }
  }
  await db.update(dispensaries).set({ chainLength: link, chainHash: hash })
}

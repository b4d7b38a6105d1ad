import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCheckpoints } from '../../api/audit/sign-checkpoints.ts'
import { createOperatorDoor } from '../../api/operator-door.ts'
import { signerOf } from '../../api/signing.ts'
import { openDatabase } from '../../db/open.ts'
import { createWriter } from '../../db/write.ts'
import { buildLongChain } from '../audit/long-chain.ts'
import { STORE } from '../doorstep.ts'

const ROWS = 10_000

/** How long a store's hour of rows takes to be signed, and how long others wait to be written down meanwhile. */
export async function benchSign(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-bench-'))
  const { db, close } = await openDatabase(`file:${join(folder, 'trail.db')}`)
  await buildLongChain(db, ROWS)
  const [write, secretKey] = [createWriter(db, Date.now).write, new Uint8Array(32)]
  const { record } = createOperatorDoor({ db, write, clock: Date.now, random: randomBytes, secretKey })
  const signer = signerOf(secretKey)
  const log = (line: object): void => console.log(JSON.stringify(line))
  const checkpoints = createCheckpoints({ db, record, signer, clock: Date.now, log })
  let told = 0
  const order = async (): Promise<number> => {
    const [start, id] = [performance.now(), `new-${(told += 1)}`]
    const event = { type: 'order.received' as const, time: Date.now(), data: { orderId: id, number: id } }
    await record({ dispensaryId: STORE.id, source: 'till', eventId: id, event })
    return performance.now() - start
  }
  const waits = async (until: Promise<unknown>): Promise<number[]> => {
    const times: number[] = []
    let going = true
    void until.finally(() => (going = false))
    while (going) times.push(await order())
    return times.sort((a, b) => a - b)
  }
  const quiet = await waits(new Promise((resolve) => setTimeout(resolve, 500)))
  const start = performance.now()
  const signing = checkpoints.sign(STORE.id).then(() => performance.now() - start)
  const busy = await waits(signing)
  const show = (times: number[]): string =>
    `half within ${times[Math.floor(times.length / 2)]?.toFixed(1)} ms, all within ${times.at(-1)?.toFixed(1)} ms (${times.length})`
  console.log(`${ROWS} rows signed in ${(await signing).toFixed(0)} ms, while orders went on being written down`)
  console.log(`  orders before      ${show(quiet)}`)
  console.log(`  orders meanwhile   ${show(busy)}`)
  close()
  await rm(folder, { recursive: true, force: true })
}

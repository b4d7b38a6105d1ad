import { randomBytes } from 'node:crypto'
import { jsonLog } from '../../api/adapters/log.ts'
import { straightLineDriveTimes } from '../../api/adapters/straight-line.ts'
import { createStages } from '../../api/stages.ts'
import { openDatabase } from '../../db/open.ts'

/** A Doorstep on a file, its log included, that another process can open again. */
export async function openBench(file: string) {
  const { db } = await openDatabase(`file:${file}`)
  const secretKey = new Uint8Array(32).fill(7)
  const world = {
    ...{ db, secretKey, clock: Date.now, random: randomBytes, log: jsonLog, driveTimes: straightLineDriveTimes },
    ...{ senders: {}, publicUrl: 'http://localhost', mapStyleUrl: '/style.json' },
    stopwatch: () => performance.now(),
  }
  return { world, secretKey, random: randomBytes, stages: createStages(world) }
}

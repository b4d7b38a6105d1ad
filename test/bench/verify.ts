import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signerOf } from '../../api/signing.ts'
import { openDatabase } from '../../db/open.ts'
import { buildLongChain } from '../audit/long-chain.ts'
import { STORE } from '../doorstep.ts'
import type { Look, Told } from './verify-process.ts'

const ROWS = 1_000_000
const ROUNDS = 3
const LOOKS: Record<Look, string> = {
  verify: 'npm run verify: every row, track and checkpoint',
  read: 'only reads the rows, as they are read there',
  hash: 'only hashes texts of that length',
}

/** Each in a process of its own, so that the memory is its own too. */
function look(file: string, what: Look): Promise<Told> {
  const child = fork(join(import.meta.dirname, 'verify-process.ts'), [file, what, String(ROWS), STORE.id])
  return new Promise((resolve, reject) => {
    child.once('message', (told) => resolve(told as Told))
    child.once('exit', (code) => code !== 0 && reject(new Error(`ended with ${code}`)))
  })
}

/** How long a million rows take to be verified, beside what the database and SHA-256 take by themselves. */
export async function benchVerify(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-bench-'))
  const file = join(folder, 'trail.db')
  const { db, close } = await openDatabase(`file:${file}`)
  const start = performance.now()
  await buildLongChain(db, ROWS, signerOf(new Uint8Array(32)))
  close()
  console.log(
    `${ROWS} rows, built in ${((performance.now() - start) / 1_000).toFixed(0)} s; ${ROUNDS} interleaved rounds`,
  )
  const told = new Map<Look, Told[]>()
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const what of Object.keys(LOOKS) as Look[]) told.set(what, [...(told.get(what) ?? []), await look(file, what)])
  }
  for (const [what, rounds] of told) {
    const best = rounds.reduce((a, b) => (a.milliseconds < b.milliseconds ? a : b))
    const all = rounds.map(({ milliseconds }) => `${(milliseconds / 1_000).toFixed(1)} s`).join(', ')
    const cpu = `${(best.cpuMilliseconds / 1_000).toFixed(1)} s of a core`
    const speed = Math.round((ROWS / best.milliseconds) * 1_000).toLocaleString('en')
    const memory = `at most ${best.peakMegabytes} MB, heap ${best.heapMegabytes} MB`
    console.log(`  ${LOOKS[what].padEnd(50)} ${speed.padStart(9)} rows/s   ${all}   ${cpu}   ${memory}`)
  }
  await rm(folder, { recursive: true, force: true })
}

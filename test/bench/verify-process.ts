import { hash } from 'node:crypto'
import { verifyChains } from '../../api/audit/verify.ts'
import { rowsOfChain } from '../../db/chain-rows.ts'
import { textOf } from '../../db/chain.ts'
import { openDatabase } from '../../db/open.ts'

export type Look = 'verify' | 'read' | 'hash'
export type Told = { milliseconds: number; cpuMilliseconds: number; peakMegabytes: number; heapMegabytes: number }

const [file = '', what = '', rows = '', dispensaryId = ''] = process.argv.slice(2)
const { db, close } = await openDatabase(`file:${file}`)

const LOOKS: Record<Look, () => Promise<void>> = {
  async verify() {
    for await (const chain of verifyChains(db)) {
      if (chain.rows !== Number(rows) || chain.findings.length > 0) throw new Error(JSON.stringify(chain).slice(0, 500))
    }
  },
  async read() {
    let count = 0
    for await (const _ of rowsOfChain(db, dispensaryId)) count += 1
    if (count !== Number(rows)) throw new Error(`${count} rows`)
  },
  async hash() {
    const texts: string[] = []
    for await (const row of rowsOfChain(db, dispensaryId, { to: 1_000 })) texts.push(`${row.hash}\n${textOf(row)}`)
    for (let i = 0; i < Number(rows); i += 1) hash('sha256', texts[i % texts.length] ?? '')
  },
}

const peak = { rss: 0, heapUsed: 0 }
function look(): void {
  const { rss, heapUsed } = process.memoryUsage()
  peak.rss = Math.max(peak.rss, rss)
  peak.heapUsed = Math.max(peak.heapUsed, heapUsed)
}
const watch = setInterval(look, 10)
const spent = process.cpuUsage()
const start = performance.now()
await LOOKS[what as Look]()
const milliseconds = performance.now() - start
const { user, system } = process.cpuUsage(spent)
look()
clearInterval(watch)
close()
const [peakMegabytes, heapMegabytes] = [peak.rss, peak.heapUsed].map((bytes) => Math.round(bytes / 1e6)) as [
  number,
  number,
]
const cpuMilliseconds = (user + system) / 1_000
process.send?.({ milliseconds, cpuMilliseconds, peakMegabytes, heapMegabytes } satisfies Told)
process.disconnect()

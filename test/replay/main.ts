import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { valhallaDriveTimes, valhallaInProcess } from '../../api/adapters/valhalla.ts'
import { valhallaTiles } from '../tiles.ts'
import { remainingMs, type Prediction } from './prediction.ts'
import { showProgress } from './progress.ts'
import { replay } from './replay.ts'
import { resultOf } from './result.ts'
import { markdownTable, textTable } from './table.ts'
import { pick, readFolder, WrongFolder } from './traces.ts'

const USAGE = `npm run replay -- <folder> [<folder> ...] [options]

Plays real vehicle traces through Doorstep's public API and says how good its windows were.
A folder holds trips.csv, pings.csv and one *.osm.pbf of the same streets.

  --limit N      at most N trips, spread over the folder
  --all          also trips that are not marked clean
  --markdown     tables for a README
  --csv FILE     every prediction, for a closer look`

const options = {
  limit: { type: 'string' },
  all: { type: 'boolean', default: false },
  markdown: { type: 'boolean', default: false },
  csv: { type: 'string' },
} as const

async function main(): Promise<void> {
  const { positionals, values } = parsed()
  const limit = values.limit === undefined ? undefined : Number(values.limit)
  if (positionals.length === 0) throw new WrongFolder(`Which folder?\n\n${USAGE}`)
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
    throw new WrongFolder(`--limit is a number of trips\n\n${USAGE}`)
  const print = values.markdown ? markdownTable : textTable
  const predictions: Prediction[] = []
  for (const path of positionals) {
    const folder = await readFolder(path)
    const traces = pick(folder, { all: values.all, ...(limit !== undefined && { limit }) })
    const positions = traces.reduce((sum, { fixes }) => sum + fixes.length, 0)
    const vehicles = new Set(traces.map(({ vehicle }) => vehicle)).size
    console.log(
      `${path}: ${traces.length} of ${folder.traces.length} trips, ${vehicles} vehicles, ${positions} positions`,
    )
    const start = performance.now()
    const tiles = await valhallaTiles(folder.pbfPath)
    console.log(`Streets of ${folder.pbfPath} ready in ${((performance.now() - start) / 1_000).toFixed(1)} s`)
    const progress = showProgress(positions)
    const replayed = await replay(traces, valhallaDriveTimes(valhallaInProcess(tiles)), progress.add)
    progress.done()
    console.log(`\n${resultOf(replayed, print)}\n`)
    predictions.push(...replayed.predictions)
  }
  if (values.csv !== undefined) await writeFile(values.csv, csvOf(predictions))
}

function parsed() {
  try {
    return parseArgs({ options, allowPositionals: true })
  } catch (error) {
    throw new WrongFolder(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  }
}

function csvOf(predictions: readonly Prediction[]): string {
  const head = 'trip_id,vehicle,at,remaining_s,estimate_s,from_s,to_s,latest_by_s,door_m,drive_s'
  const rows = predictions.map((one) => {
    const { at, shown, doorMeters, driveMs } = one
    const left = (instant: number | undefined): string => (instant === undefined ? '' : String((instant - at) / 1_000))
    const { from, to, latestBy } = shown.window ?? {}
    const times = [shown.estimateAt, from, to, latestBy].map(left)
    return [
      one.traceId,
      one.vehicle,
      at / 1_000,
      remainingMs(one) / 1_000,
      ...times,
      doorMeters.toFixed(1),
      driveMs / 1_000,
    ]
  })
  return `${[head, ...rows.map((row) => row.join(','))].join('\n')}\n`
}

try {
  await main()
} catch (error) {
  console.error(error instanceof WrongFolder ? error.message : error)
  process.exitCode = 1
}

import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Prior } from '../../api/domain/prior.ts'
import { fitEvenings, tryEvenings } from './evenings/main.ts'
import { fit, type Town } from './fit.ts'
import { foldsOf, predictHeldOut } from './folds.ts'
import { onTrack } from './on-track.ts'
import { drawCalibration, drawErrors, type Drawn } from './pictures.ts'
import { drawOneLeg, scorePings } from './pings/score.ts'
import { resultOf } from './result.ts'
import { markdownTable, textTable } from './table.ts'
import { pick, readFolder, WrongFolder } from './traces.ts'
import { waysOf } from './ways.ts'

const USAGE = `npm run backtest [-- <folder>@<zone> ...] [options]
       npm run backtest -- evenings [--fit] [--markdown]
       npm run backtest -- pings [--all] [--markdown] [--pictures]

Plays real drives trip by trip, fix by fix, as the product would hear of them, and says how good its estimates and
windows were: for each vehicle by a prior that was fitted without it, learning from each drive that is over.
A folder holds trips.csv, pings.csv and one *.osm.pbf of the same streets; the zone is that of its clocks.
Evenings are made up, of two thousand deliveries on routes of eight stops, and are played through the real stages.

With "pings": what is made of the fixes of real phones, on the way and at rest, and of delivery drivers at their stops;
on those that nothing was chosen by, or on all.

  --limit N      at most N trips of each folder, spread over it
  --all          also trips that are not marked clean
  --markdown     tables for a README
  --pictures     draws the docs' pictures anew
  --fit          fits the prior on all vehicles and writes it to api/domain/fitted.json; predicts nothing;
                 of evenings, the bands of doors that lie behind others`

const FOLDERS = ['../shared/data/sf-cabs@America/Los_Angeles', '../shared/data/porto-taxi@Europe/Lisbon']
const ROOT = join(import.meta.dirname, '..', '..')

const options = {
  limit: { type: 'string' },
  all: { type: 'boolean', default: false },
  markdown: { type: 'boolean', default: false },
  pictures: { type: 'boolean', default: false },
  fit: { type: 'boolean', default: false },
} as const

async function main(): Promise<void> {
  const { positionals, values } = parsed()
  const limit = values.limit === undefined ? undefined : Number(values.limit)
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
    throw new WrongFolder(`--limit is a number of trips\n\n${USAGE}`)
  const print = values.markdown ? markdownTable : textTable
  if (positionals[0] === 'evenings') {
    if (values.fit) await keep(await fitEvenings())
    else console.log(await tryEvenings(print))
    return
  }
  if (positionals[0] === 'pings') return pings(values)
  const wish = { all: values.all, ...(limit !== undefined && { limit }) }
  const towns: (Town & { name: string })[] = []
  for (const named of positionals.length > 0 ? positionals : FOLDERS) towns.push(await readTown(named, wish))
  if (values.fit) {
    await keep(await fit(towns))
    return
  }
  const folds = await foldsOf(towns, console.log)
  const drawn: Drawn[] = []
  for (const town of towns) {
    const predictions = predictHeldOut(folds, town, 'learning')
    const others = [
      { name: 'Doorstep, learning from others only', predictions: predictHeldOut(folds, town, 'from-others') },
      { name: 'Doorstep, learning nothing', predictions: predictHeldOut(folds, town, 'prior-only') },
    ]
    const drives = new Set(predictions.map(({ traceId }) => traceId)).size
    console.log(`\n${town.name}: ${drives} trips, ${predictions.length} predictions\n`)
    console.log(resultOf(predictions, others, print))
    drawn.push({ name: town.name, predictions })
  }
  if (!values.pictures) return
  await writeFile(join(ROOT, 'site/pictures/calibration.svg'), drawCalibration(drawn))
  await writeFile(join(ROOT, 'site/pictures/error-by-horizon.svg'), drawErrors(drawn))
}

const keep = (prior: Prior): Promise<void> =>
  writeFile(join(ROOT, 'api/domain/fitted.json'), `${JSON.stringify(prior, null, 2)}\n`)

async function pings({
  all,
  markdown,
  pictures,
}: Pick<ReturnType<typeof parsed>['values'], 'all' | 'markdown' | 'pictures'>) {
  console.log(await scorePings(markdown ? markdownTable : textTable, all))
  if (pictures) await writeFile(join(ROOT, 'site/pictures/one-leg.svg'), await drawOneLeg())
}

async function readTown(named: string, wish: { all: boolean; limit?: number }): Promise<Town & { name: string }> {
  const [path = '', timeZone = 'UTC'] = named.split('@')
  const folder = await readFolder(path)
  const traces = pick(folder, wish).map(onTrack)
  const ways = await waysOf(folder, traces, (count) => console.log(`${path}: asked Valhalla for ${count} ways`))
  return { name: basename(path), traces, ways, timeZone }
}

function parsed() {
  try {
    return parseArgs({ options, allowPositionals: true })
  } catch (error) {
    throw new WrongFolder(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  }
}

try {
  await main()
} catch (error) {
  console.error(error instanceof WrongFolder ? error.message : error)
  process.exitCode = 1
}

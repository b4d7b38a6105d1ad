import { openDatabase } from '../db/open.ts'
import { rebuildProjections, type Rebuilt } from './audit/rebuild.ts'

const SHOWN = 20

/**
 * `npm run rebuild [-- <database url>] [--check]`: orders, routes and the outbox anew from the trail, while no Doorstep
 * runs on the database. `--check` only looks, changes nothing, and exits with 1 if anything stands otherwise.
 */
async function main(): Promise<void> {
  const check = process.argv.includes('--check')
  const url = process.argv.slice(2).find((word) => word !== '--check') ?? process.env['DOORSTEP_DATABASE_URL']
  if (!url) throw new Error('Name the database: npm run rebuild -- file:var/doorstep.db')
  const { db, close } = await openDatabase(url, process.env['DOORSTEP_DATABASE_TOKEN'])
  const progress = (dispensaryId: string, events: number): void => console.log(`${dispensaryId}: ${events} events ...`)
  let differences = 0
  for await (const rebuilt of rebuildProjections(db, { keep: !check, progress })) {
    differences += rebuilt.differences.length
    show(rebuilt)
  }
  close()
  const done = check ? 'nothing was changed' : 'all is now as the trail tells'
  console.log(`${differences === 0 ? 'No row' : `${differences} rows`} stood otherwise than the trail tells; ${done}`)
  process.exitCode = check && differences > 0 ? 1 : 0
}

function show({ dispensaryId, events, orders, routes, messages, differences }: Rebuilt): void {
  console.log(`${dispensaryId}: ${events} events give ${orders} orders, ${routes} routes, ${messages} messages`)
  for (const { row, what } of differences.slice(0, SHOWN)) console.log(`  ${row} ${what}`)
  if (differences.length > SHOWN) console.log(`  and ${differences.length - SHOWN} more`)
}

await main()

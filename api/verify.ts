import { openDatabase } from '../db/open.ts'
import { verifyChains } from './audit/verify.ts'

const SHOWN = 20

/** `npm run verify [-- <database url>]`: walks every chain, names what was done to it, exits with 1 if anything was. */
async function main(): Promise<void> {
  const url = process.argv[2] ?? process.env['DOORSTEP_DATABASE_URL']
  if (!url) throw new Error('Name the database: npm run verify -- file:var/doorstep.db')
  const { db, close } = await openDatabase(url, process.env['DOORSTEP_DATABASE_TOKEN'])
  let findings = 0
  for await (const chain of verifyChains(db)) {
    findings += chain.findings.length
    const verdict = chain.findings.length === 0 ? 'unbroken' : `${chain.findings.length} findings`
    console.log(
      `${chain.dispensaryId}: ${chain.rows} rows, ${verdict}; ends with ${chain.hash.slice(0, 16) || 'nothing'}`,
    )
    for (const { link, what } of chain.findings.slice(0, SHOWN)) console.log(`  row ${link} ${what}`)
    if (chain.findings.length > SHOWN) console.log(`  and ${chain.findings.length - SHOWN} more`)
  }
  close()
  process.exitCode = findings > 0 ? 1 : 0
}

await main()

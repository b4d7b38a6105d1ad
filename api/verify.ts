import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { openDatabase } from '../db/open.ts'
import { checkpoint, isGenuine, type Checkpoint } from './audit/checkpoint.ts'
import type { Outside } from './audit/verify-checkpoints.ts'
import { verifyChains, type Verified } from './audit/verify.ts'
import { ConfigFaults, readSecretKey } from './config.ts'
import { Misasked } from './misasked.ts'
import { fingerprint, signerOf } from './signing.ts'

const SHOWN = 20

/**
 * `npm run verify [-- <database url>] [--checkpoint file.json] [--key <base64>]`: walks every chain, names what was
 * done to it, exits with 1 if anything was. What was noted down outside, a checkpoint (or an export with some) or the
 * key, also tells of a chain that was rewritten whole or cut at its end; else the key is that of DOORSTEP_SECRET_KEY, if
 * it is set, or any, if it is only one.
 */
async function main(): Promise<void> {
  const options = { checkpoint: { type: 'string', multiple: true }, key: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const url = positionals[0] ?? process.env['DOORSTEP_DATABASE_URL']
  if (!url) throw new Misasked('Name the database: npm run verify -- file:var/doorstep.db')
  const outside = await knownOutside(values)
  const { db, close } = await openDatabase(url, process.env['DOORSTEP_DATABASE_TOKEN'])
  let findings = 0
  let key: string | undefined
  for await (const chain of verifyChains(db, outside)) {
    findings += chain.findings.length
    if (chain.checkpoints.count > 0) key = chain.checkpoints.key
    show(chain)
  }
  close()
  if (key !== undefined)
    console.log(`The key is ${key} (fingerprint ${fingerprint(key)}): note it down where nobody can change it`)
  process.exitCode = findings > 0 ? 1 : 0
}

async function knownOutside(values: { checkpoint?: string[]; key?: string }): Promise<Outside> {
  const noted = (await Promise.all((values.checkpoint ?? []).map(notedIn))).flat()
  const forged = noted.find((one) => !isGenuine(one))
  if (forged) throw new Misasked(`The checkpoint up to row ${forged.to} is none: its signature does not fit`)
  const key = values.key ?? noted[0]?.key ?? ownKey()
  if (noted.some((one) => one.key !== key)) throw new Misasked('The checkpoints are signed with another key')
  return { noted, ...(key !== undefined && { key }) }
}

const ownKey = (): string | undefined =>
  process.env['DOORSTEP_SECRET_KEY'] ? signerOf(readSecretKey(process.env)).publicKey : undefined

/** A file holds a checkpoint, or is an export, which holds some. */
async function notedIn(path: string): Promise<Checkpoint[]> {
  const file = z.union([z.object({ checkpoints: z.array(checkpoint).min(1) }), checkpoint])
  const read = file.safeParse(JSON.parse(await readFile(path, 'utf8')))
  if (!read.success) throw new Misasked(`${path} holds no checkpoint`)
  return 'checkpoints' in read.data ? read.data.checkpoints : [read.data]
}

function show({ dispensaryId, rows, hash, checkpoints, findings }: Verified): void {
  const verdict = findings.length === 0 ? 'unbroken' : `${findings.length} findings`
  const signed = checkpoints.count > 0 ? `signed up to ${checkpoints.signedUpTo}` : 'not signed yet'
  console.log(`${dispensaryId}: ${rows} rows, ${verdict}; ${signed}; ends with ${hash?.slice(0, 16) || 'nothing'}`)
  for (const { link, what } of findings.slice(0, SHOWN)) console.log(`  row ${link} ${what}`)
  if (findings.length > SHOWN) console.log(`  and ${findings.length - SHOWN} more`)
}

try {
  await main()
} catch (error) {
  if (!(error instanceof Misasked || error instanceof ConfigFaults)) throw error
  console.error(error.message)
  process.exitCode = 2
}

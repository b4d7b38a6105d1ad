import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { findDispensary } from '../db/dispensaries.ts'
import { openDatabase } from '../db/open.ts'
import { createWriter } from '../db/write.ts'
import { jsonLog } from './adapters/log.ts'
import { writeFolder } from './audit/export-folder.ts'
import { createExports } from './audit/exports.ts'
import { createCheckpoints } from './audit/sign-checkpoints.ts'
import { ConfigFaults, readSecretKey } from './config.ts'
import { proveOwnKey } from './own-key.ts'
import { askedIn } from './export-asked.ts'
import { Misasked } from './misasked.ts'
import { createOperatorDoor } from './operator-door.ts'
import { fingerprint, signerOf } from './signing.ts'

const USAGE = `npm run export -- [database url] <what> <dispensary> [...]

  order <dispensary> <number>        the newest order with this number; with --id, the one with this id
  route <dispensary> <id>            a route, its orders, and where its driver was meanwhile
  day <dispensary> 2026-04-24        a day by the dispensary's clocks, and where its drivers were
  range <dispensary> <from> <to>     days, both included, or times such as 2026-04-24T19:00-07:00
  dispensary <dispensary>            everything

  --into <folder>                    where the files go
  --with-contact                     with an order, the customer's name, phone, e-mail and address, while they are kept

Needs DOORSTEP_SECRET_KEY, and DOORSTEP_DATABASE_URL unless the database is named. Doorstep may run meanwhile.`

const isUrl = (word = ''): boolean => /^(file:|libsql:|https?:)/.test(word)

async function main(): Promise<void> {
  const options = { into: { type: 'string' }, id: { type: 'boolean' }, 'with-contact': { type: 'boolean' } } as const
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const url = isUrl(positionals[0]) ? positionals.shift() : process.env['DOORSTEP_DATABASE_URL']
  const [what = '', dispensaryId = '', ...rest] = positionals
  if (!url || !what || !dispensaryId) throw new Misasked(USAGE)
  const secretKey = readSecretKey(process.env)
  const { db, close } = await openDatabase(url, process.env['DOORSTEP_DATABASE_TOKEN'])
  try {
    await proveOwnKey(db, secretKey)
    const dispensary = await findDispensary(db, dispensaryId)
    if (!dispensary) throw new Misasked(`No dispensary ${dispensaryId}`)
    const asked = await askedIn(db, dispensary, what, rest, values.id === true)
    if (values['with-contact'] && asked.what !== 'order') throw new Misasked('Only an order has a contact')
    const world = { db, clock: Date.now, random: randomBytes, log: jsonLog, secretKey, signer: signerOf(secretKey) }
    const { record, contacts } = createOperatorDoor({ ...world, write: createWriter(db, Date.now).write })
    const exports = createExports({ ...world, record, checkpoints: createCheckpoints({ ...world, record }) })
    const isWanted = values['with-contact'] && asked.what === 'order'
    const contact = isWanted ? await contacts.find({ dispensaryId, orderId: asked.orderId }) : undefined
    const files = exports.make(dispensaryId, asked, 'operator', contact)
    const name = [dispensaryId, what, ...rest].join('-').replace(/[^\w.-]+/g, '_')
    const folder = values.into ?? `doorstep-export-${name}`
    let faults = 0
    for await (const file of writeFolder(folder, files)) {
      console.log(`${file.name}: ${file.rows} rows, signed with ${file.key} (${fingerprint(file.key)})`)
      for (const fault of file.faults) console.error(`  ${fault}`)
      faults += file.faults.length
    }
    console.log(`${folder} can be checked anywhere: node verify-export.mjs export*.json`)
    process.exitCode = faults > 0 ? 1 : 0
  } finally {
    close()
  }
}

try {
  await main()
} catch (error) {
  if (!(error instanceof Misasked || error instanceof ConfigFaults)) throw error
  console.error(error.message)
  process.exitCode = 2
}

/**
 * Checks an export of Doorstep by itself: node verify-export.mjs export.json [...] [--key <base64>]
 * Needs Node 18 or newer and nothing else: no package, no network, no database.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const digestOf = (text) => sha256(text).toString('hex')
const leafHash = (leaf) => sha256(Buffer.of(0), leaf)
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right)

/** RFC 8785 for what JSON.parse gives: names in the order of their code units, no blanks. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const names = Object.keys(value).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`
}

/** Ed25519 with the key's 32 bytes in base64; another spelling of the same bytes is turned down. */
function isSigned(key, text, signature) {
  const [raw, given] = [Buffer.from(key, 'base64'), Buffer.from(signature, 'base64')]
  if (raw.length !== 32 || raw.toString('base64') !== key || given.toString('base64') !== signature) return false
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw])
  return verify(null, Buffer.from(text), createPublicKey({ key: der, format: 'der', type: 'spki' }), given)
}

/** The root of a whole Merkle tree, by its definition (RFC 9162, 2.1.1). */
function rootOf(leaves) {
  if (leaves.length < 2) return leaves[0] ?? sha256('')
  let half = 1
  while (half * 2 < leaves.length) half *= 2
  return nodeHash(rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)))
}

/** The root that a leaf leads to from its place among so many (RFC 9162, 2.1.3.2); nothing if the path is no way up. */
function rootOver(leaf, place, size, path) {
  let [root, at, last] = [leaf, place, size - 1]
  for (const beside of path) {
    if (last === 0) return undefined
    const isRight = at % 2 === 1 || at === last
    root = isRight ? nodeHash(Buffer.from(beside, 'hex'), root) : nodeHash(root, Buffer.from(beside, 'hex'))
    while (isRight && at % 2 === 0 && at > 0) [at, last] = [at / 2, Math.floor(last / 2)]
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 ? root.toString('hex') : undefined
}

const instant = (text) => (typeof text === 'string' ? Date.parse(text) : Number.NaN)
/** Milliseconds of a time in the one form that it is exported in; what is no such time stays as it is. */
function milliseconds(text) {
  const at = instant(text)
  return Number.isFinite(at) && new Date(at).toISOString() === text ? at : text
}
const dataOf = (row) => (typeof row.data === 'object' && row.data !== null ? row.data : {})
const fingerprintOf = (key) =>
  digestOf(Buffer.from(key, 'base64'))
    .slice(0, 20)
    .replace(/.{4}(?!$)/g, '$& ')

/** Whether something says this and no more, in this order. */
const says = (value, names) => value !== null && typeof value === 'object' && Object.keys(value).join(' ') === names

const DOCUMENT =
  /^format asked dispensary part exported stretch rows beside tracks (contact )?checkpoints sheets key signature$/
const ROW =
  'link seq type subject time localTime recordedAt recordedAtLocal source eventId data previousHash hash proof'

/** What is wrong with a row by itself. */
function faultOf(row, dispensaryId, checkpoints) {
  if (!says(row, ROW) || (row.proof !== null && !says(row.proof, 'checkpoint path')))
    return 'has more or less than a row of the trail has'
  const { seq, link, source, eventId, type, subject } = row
  const [time, recordedAt] = [milliseconds(row.time), milliseconds(row.recordedAt)]
  const data = typeof row.data === 'string' ? row.data : canonical(row.data)
  const text = canonical({ seq, dispensaryId, link, source, eventId, type, subject, time, recordedAt, data })
  if (digestOf(`${row.previousHash}\n${text}`) !== row.hash) return 'was altered: its hash does not fit'
  if (instant(row.localTime) !== time || instant(row.recordedAtLocal) !== recordedAt) return 'has another local time'
  const over = checkpoints.get(row.proof?.checkpoint)
  if (!over) return 'is under no checkpoint: nothing signed shows that it was on the trail'
  if (link < over.from || link > over.to) return 'is not among the rows of its checkpoint'
  const root = rootOver(
    leafHash(Buffer.from(row.hash, 'hex')),
    link - over.from,
    over.to - over.from + 1,
    row.proof.path,
  )
  return root === over.root ? undefined : 'was not signed: its way does not lead to the root of its checkpoint'
}

function checkCheckpoints({ checkpoints, key, dispensary }, say) {
  for (const [i, one] of checkpoints.entries()) {
    const { signature, ...said } = one
    const [place, before] = [`checkpoint of rows ${one.from} to ${one.to}`, checkpoints[i - 1]]
    if (one.key !== key) say(`${place}: is signed with another key than the file`)
    else if (!isSigned(key, canonical({ ...said, purpose: 'doorstep checkpoint' }), signature))
      say(`${place}: was altered: its signature does not fit`)
    if (one.dispensaryId !== dispensary.id) say(`${place}: is of another dispensary`)
    if (before && before.to >= one.from) say(`${place}: does not come behind the one before it`)
    if (before?.to === one.from - 1 && one.previous !== digestOf(canonical(before)))
      say(`${place}: does not follow the one before it`)
  }
}

/** Links ascend, and a row names the hash of the one that is next before it. */
function checkOrder(rows, say) {
  for (const [i, row] of rows.entries()) {
    const before = rows[i - 1]
    if (before && before.link >= row.link) say(`row ${row.link}: stands twice, or not in its place`)
    if (before?.link === row.link - 1 && before.hash !== row.previousHash)
      say(`row ${row.link}: does not follow row ${before.link}`)
  }
}

/** Whether the rows are those that the trail says were handed out. */
function checkClaim({ asked, exported, part, rows, stretch }, at, say) {
  const event = at.get(exported)
  if (event?.type !== 'trail.exported') return say('the row that tells of this export is not here')
  const { parts, ...told } = dataOf(event)
  const { at: when, ...words } = asked
  for (const name of ['from', 'to']) if (name in words) words[name] = instant(words[name])
  if (canonical(words) !== canonical(told) || when !== event.time)
    say(`row ${exported}: tells of another export than this`)
  const mine = parts?.[part.number - 1]
  if (!mine || parts.length !== part.of) return say(`row ${exported}: tells of no part ${part.number} of ${part.of}`)
  if (mine.rows !== rows.length || mine.digest !== digestOf(rows.map(({ hash }) => hash).join('\n')))
    say(
      `row ${exported}: tells of ${mine.rows} other rows than the ${rows.length} here: some are left out, added or moved`,
    )
  if (stretch && (stretch.first !== mine.first || stretch.last !== mine.last))
    say(`row ${exported}: tells of rows ${mine.first} to ${mine.last}`)
}

/** Two clocks need not agree better; rows of the last minute before an export may come too late for it. */
const MINUTE = 60_000

/** All rows from one link to another, and the neighbours that show where the time asked for begins and ends. */
function checkStretch({ asked, part, rows, stretch }, at, say) {
  const { first, last, before, after } = stretch
  const here = new Set(rows.map(({ link }) => link))
  for (let link = first; link <= last; link += 1) if (!here.has(link)) say(`row ${link}: is missing`)
  for (const { link } of rows) if (link < first || link > last) say(`row ${link}: is not of the rows asked for`)
  const [rowBefore, rowAfter] = [at.get(before), at.get(after)]
  if (before !== (first > 1 ? first - 1 : null) || after !== last + 1 || !rowAfter || (first > 1 && !rowBefore))
    return say('the rows before and after those asked for are not here')
  checkOrder([...(rowBefore ? [rowBefore] : []), ...rows.slice(0, 1)], say)
  checkOrder([...(rows.length > 0 ? rows.slice(-1) : rowBefore ? [rowBefore] : []), rowAfter], say)
  if (first === 1 && (rows[0] ?? rowAfter).previousHash !== '') say('row 1: is not the first of its trail')
  const begin = asked.from === undefined ? Number.NEGATIVE_INFINITY : instant(asked.from)
  const end = Math.min(asked.to === undefined ? Infinity : instant(asked.to), instant(asked.at) - MINUTE)
  const isLeftOut = (row) => instant(row.recordedAt) >= begin && instant(row.recordedAt) < end
  if (part.number === 1 && rowBefore && isLeftOut(rowBefore))
    say(`row ${before}: is of the time asked for, and left out`)
  if (part.number === part.of && isLeftOut(rowAfter)) say(`row ${after}: is of the time asked for, and left out`)
}

/** Rows that were picked speak of what was asked for, and the others that are here are here for a reason. */
function checkSubjects({ asked, exported, stretch, rows, beside, tracks }, say) {
  const stops = rows.filter(({ type }) => type === 'route.planned').flatMap((row) => dataOf(row).stops ?? [])
  const orders = asked.what === 'order' ? [asked.orderId] : stops.flatMap(({ orderIds }) => orderIds)
  const isAsked = ({ subject }) =>
    orders.some((id) => subject === `order/${id}`) ||
    (asked.what === 'order' ? subject.startsWith('route/') : subject === `route/${asked.routeId}`)
  if (!stretch) for (const row of rows) if (!isAsked(row)) say(`row ${row.link}: does not speak of what was asked for`)
  const sealing = tracks.flatMap(({ pieces }) => pieces.map(({ sealedBy }) => sealedBy))
  const reasons = new Set([exported, stretch?.before, stretch?.after, ...sealing])
  for (const { link } of beside) if (!reasons.has(link)) say(`row ${link}: nobody asked for it`)
}

const FIX = ['at', 'lat', 'lng', 'speedMetersPerSecond', 'headingDegrees', 'accuracyMeters']
const leafOf = (fix) => {
  if (typeof fix === 'string') return Buffer.from(fix, 'hex')
  const [at, ...measured] = FIX.map((name) => fix[name] ?? null)
  return leafHash(`${fix.salt} ${JSON.stringify([milliseconds(at), ...measured])}`)
}

function checkTrack(track, at, say) {
  const { driverId, from, to, pieces, notYetSealed } = track
  if (!says(track, 'driverId from to pieces notYetSealed'))
    say(`track of driver ${driverId}: has more or less than a track`)
  const isWithin = ({ at: when }) => instant(when) >= instant(from) && instant(when) <= instant(to)
  for (const [i, piece] of pieces.entries()) {
    const { digest, sealedBy, fixes } = piece
    if (i > 0 && pieces[i - 1].sealedBy >= sealedBy)
      say(`track of driver ${driverId}: a piece is twice, or not in its place`)
    const told = dataOf(at.get(sealedBy) ?? {})
    const place = `track of driver ${driverId}, sealed by row ${sealedBy}`
    const shown = fixes.filter((fix) => typeof fix !== 'string')
    if (at.get(sealedBy)?.type !== 'track.sealed' || told.digest !== digest || told.driverId !== driverId)
      say(`${place}: that row does not tell of it`)
    else if (
      !says(piece, 'digest sealedBy fixes') ||
      told.fixes !== fixes.length ||
      rootOf(fixes.map(leafOf)).toString('hex') !== told.root
    )
      say(`${place}: a fix was altered, left out or added`)
    if (!shown.every((fix) => isWithin(fix) && Object.keys(fix).every((name) => name === 'salt' || FIX.includes(name))))
      say(`${place}: a fix is not of the time asked for, or says more than a fix does`)
  }
  if (!notYetSealed.every(isWithin)) say(`track of driver ${driverId}: a fix is not of the time asked for`)
}

const isWhole = (document) =>
  DOCUMENT.test(Object.keys(document).join(' ')) &&
  says(document.part, 'number of') &&
  says(document.dispensary, 'id name legalName licence state timeZone') &&
  (document.stretch === null || says(document.stretch, 'first last before after')) &&
  (document.stretch === null) === ['order', 'route'].includes(document.asked.what)

/** A day shows every piece that its own rows sealed, or one beside them. */
function checkPieces({ asked, part, rows, beside, tracks }, say) {
  if (asked.what !== 'day' || part.number > 1) return
  const shown = new Set(tracks.flatMap(({ pieces }) => pieces.map(({ sealedBy }) => sealedBy)))
  for (const row of [...rows, ...beside]) {
    const { from, to } = dataOf(row)
    const isOfTheDay = row.type === 'track.sealed' && from < instant(asked.to) && to >= instant(asked.from)
    if (isOfTheDay && !shown.has(row.link)) say(`row ${row.link}: sealed a track that is left out`)
  }
}

/** What makes no sense at all is a fault too. */
function orThrown(work) {
  try {
    return work()
  } catch (error) {
    return `cannot be read: ${error.message}`
  }
}

function check(text, key, say) {
  const document = JSON.parse(text)
  if (document.format !== 'doorstep-export-1') return say('the file: is no export that this program knows')
  const { signature, ...unsigned } = document
  const written = (value) => `${JSON.stringify(value, null, 1)}\n`
  if (written(document) !== text) say('the file: is not written as Doorstep writes it; something may stand in it twice')
  if (!isSigned(document.key, `doorstep export\n${digestOf(written(unsigned))}`, signature))
    say('the file: was altered: its signature does not fit')
  if (key !== undefined && key !== document.key) say(`the file: is signed with another key, ${document.key}`)
  if (!isWhole(document)) say('the file: has more or less than an export has')
  const checkpoints = new Map(document.checkpoints.map((one) => [one.to, one]))
  checkCheckpoints(document, say)
  const all = [...document.rows, ...document.beside]
  for (const row of all) {
    const fault = orThrown(() => faultOf(row, document.dispensary.id, checkpoints))
    if (fault) say(`row ${row?.link}: ${fault}`)
  }
  const at = new Map(all.map((row) => [row.link, row]))
  if (at.size !== all.length) say('the file: has a row twice')
  checkOrder(document.rows, say)
  checkOrder(document.beside, say)
  checkClaim(document, at, say)
  checkSubjects(document, say)
  if (document.stretch) checkStretch(document, at, say)
  for (const track of document.tracks) checkTrack(track, at, say)
  checkPieces(document, say)
  return document
}

/**
 * @param {string} text of an export
 * @param {string} [key] that it must be signed with, in base64
 * @returns {{ document?: any, faults: string[] }} what is wrong with it, in words
 */
export function verifyExport(text, key) {
  const faults = []
  try {
    return { document: check(text, key, (fault) => void faults.push(fault)), faults }
  } catch (error) {
    return { faults: [...faults, `the file: cannot be read as an export: ${error.message}`] }
  }
}

const plural = (count, noun) => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`

/** What was asked for, what held, and what no file can show by itself. */
function* tell({ asked, dispensary, part, key, stretch, rows, checkpoints, tracks, contact }, sheets, isKeyGiven) {
  const of = asked.orderId ?? asked.routeId ?? (asked.from ? `from ${asked.from} to ${asked.to}` : 'whole')
  yield `Asked for: ${asked.what} ${of}, by ${asked.by}, on ${asked.at}; part ${part.number} of ${part.of}`
  yield `Of: ${dispensary.legalName} (${dispensary.name}), licence ${dispensary.licence}, ${dispensary.state}`
  yield `Checked: the file as a whole and ${plural(checkpoints.length, 'checkpoint')}, signed with the key`
  yield `         ${key} (fingerprint ${fingerprintOf(key)})`
  yield `Checked: ${plural(rows.length, 'row')}, each by its hash and by its way up to a signed checkpoint; they are those`
  yield '         that the trail says were handed out'
  if (stretch) {
    yield rows.length > 0
      ? `Checked: nothing is left out between link ${stretch.first} and ${stretch.last}, nor at either end of the time`
      : 'Checked: the trail goes on without a row in the time'
    yield '         asked for, by when rows were written down (rows of the minute before the export may be missing)'
  }
  const fixes = tracks.flatMap(({ pieces }) => pieces.flatMap((piece) => piece.fixes.filter((fix) => fix.salt)))
  const loose = tracks.reduce((sum, { notYetSealed }) => sum + notYetSealed.length, 0)
  if (tracks.length > 0) {
    yield `Checked: ${plural(fixes.length, 'position')} of ${plural(tracks.length, 'track')}, each sealed by a row of the trail`
    if (loose > 0) yield `Not proven: ${plural(loose, 'position')} that no row of the trail had sealed yet`
  }
  for (const [name, state] of sheets) yield `${state}: ${name}`
  if (!stretch) yield 'Not shown: that no other row of the trail speaks of it. Ask for its day, which is whole'
  if (contact) yield 'Not proven: the contact, which the trail does not hold; the signature of the file covers it'
  if (!isKeyGiven)
    yield 'Not shown: that the key is the right one. Compare it with one noted down earlier, or give it with --key'
}

/** The sheets beside an export that are the ones it was made with, and those that are not. */
function* sheetsOf(document, folder, say) {
  for (const [name, digest] of Object.entries(document.sheets ?? {})) {
    const path = join(folder, name)
    if (!existsSync(path)) yield [name, 'Not beside it']
    else if (digestOf(readFileSync(path)) === digest) yield [name, 'Checked']
    else say(`${name}: is not the one that was exported`)
  }
}

function main(words) {
  const at = words.indexOf('--key')
  const key = at < 0 ? undefined : words.splice(at, 2)[1]
  if (words.length === 0 || (at >= 0 && key === undefined)) {
    console.error('node verify-export.mjs export.json [more files] [--key <base64>]')
    return 2
  }
  let faulty = 0
  for (const path of words) {
    const { document, faults } = verifyExport(readFileSync(path, 'utf8'), key)
    const sheets = document ? [...sheetsOf(document, dirname(path), (fault) => faults.push(fault))] : []
    console.log(
      `${path}: ${faults.length === 0 ? 'nothing was altered' : `NOT as it was exported, ${plural(faults.length, 'fault')}`}`,
    )
    for (const fault of faults) console.log(`  ${fault}`)
    if (faults.length === 0) for (const line of tell(document, sheets, key !== undefined)) console.log(`  ${line}`)
    faulty += faults.length
  }
  return faulty > 0 ? 1 : 0
}

if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url)))
  process.exitCode = main(process.argv.slice(2))

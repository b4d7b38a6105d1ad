import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { townFiles } from './town-files.ts'

/**
 * `node test/town/make-town.ts` draws Alder Bay again. Needs osmium, which leaves the digest of the XML in the head of
 * the extract, so that map and streets are known to be of one drawing.
 */
const file = (name: string): string => join(import.meta.dirname, name)
const { xml, style, styleDark } = townFiles()
writeFileSync(file('style.json'), style)
writeFileSync(file('style-dark.json'), styleDark)
const digest = createHash('sha256').update(xml).digest('hex')
const toPbf = [
  'cat',
  '--input-format',
  'osm',
  '-',
  '--overwrite',
  '--generator',
  digest,
  '--output',
  file('town.osm.pbf'),
]
execFileSync('osmium', [...toPbf, '--output-format', 'pbf,pbf_compression=none'], { input: xml })

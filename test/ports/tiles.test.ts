import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { valhallaDriveTimes, valhallaInProcess } from '../../api/adapters/valhalla.ts'
import { valhallaTiles } from '../tiles.ts'
import { DISPENSARY, PLACES } from '../town/places.ts'

const TOWN = new URL('../town/town.osm.pbf', import.meta.url).pathname

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-tiles-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

test('processes that want the same tiles at once all get them, whole', async () => {
  const cache = await emptyFolder()
  const tilesModule = new URL('../tiles.ts', import.meta.url).href
  const script = `import { valhallaTiles } from ${JSON.stringify(tilesModule)}
    console.log(await valhallaTiles(${JSON.stringify(TOWN)}, ${JSON.stringify(cache)}))`
  const build = async (): Promise<string> =>
    (await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])).stdout.trim()
  const [one, other] = await Promise.all([build(), build()])
  expect(one).toBe(other)
  expect(await readdir(cache)).toHaveLength(1)
  const { legs } = await valhallaDriveTimes(valhallaInProcess(one))([
    DISPENSARY.position,
    ...PLACES.map(({ door }) => door),
  ])
  expect(legs).toHaveLength(PLACES.length)
})

test('a file that is no map is refused, and leaves nothing behind', async () => {
  const cache = await emptyFolder()
  const folder = await emptyFolder()
  const broken = join(folder, 'broken.osm.pbf')
  await writeFile(broken, 'not a map')
  await expect(valhallaTiles(broken, cache)).rejects.toThrow(/./)
  expect(await readdir(cache)).toEqual([])
})

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { valhallaConfig } from '../api/adapters/valhalla-config.ts'

const CACHE = join(import.meta.dirname, '..', 'var', 'tiles')

/**
 * The folder of Valhalla's tiles of an OpenStreetMap extract, built the first time that it is asked for. Processes that
 * ask at once may each build; the first to rename its copy into place wins.
 */
export async function valhallaTiles(pbfPath: string, cache = CACHE): Promise<string> {
  const pbf = await readFile(pbfPath)
  const tiles = join(cache, createHash('sha256').update(pbf).digest('hex').slice(0, 16))
  if (existsSync(tiles)) return tiles
  await mkdir(cache, { recursive: true })
  const copy = await mkdtemp(`${tiles}-`)
  try {
    await build(resolve(pbfPath), copy)
    await rename(copy, tiles).catch((error: unknown) => {
      if (!existsSync(tiles)) throw error
    })
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
  return tiles
}

/** Valhalla's own builder, straight from its package: the package's command line takes a crash for success. */
async function build(pbfPath: string, folder: string): Promise<void> {
  const packageFolder = dirname(createRequire(import.meta.url).resolve('@valhallajs/valhallajs'))
  const builder = join(packageFolder, platform(), arch(), 'valhalla_build_tiles')
  const config = JSON.stringify(valhallaConfig(folder))
  await promisify(execFile)(builder, ['--inline-config', config, pbfPath], { cwd: folder })
  if (!existsSync(join(folder, '2'))) throw new Error(`No street of ${pbfPath} can be driven on`)
}

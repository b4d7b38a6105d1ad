import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const PACKAGE = fileURLToPath(new URL('..', import.meta.resolve('@sparticuz/chromium')))
const CACHE = join(PACKAGE, '..', '..', '.cache')

/** WebGL in software, so that the map draws anywhere; and no word to anybody outside. */
const ARGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

/** The same font on every machine. It has no arrows and no emoji: pages draw theirs. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`

/** A headless Chromium that needs nothing of the machine: no browser, no libraries, no fonts. */
export async function launchChromium(...more: string[]): Promise<Browser> {
  const home = await unpackedChromium()
  return chromium.launch({
    executablePath: join(home, 'chromium'),
    args: [...ARGS, ...more],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(home, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(home, 'fonts.conf'),
      XDG_CACHE_HOME: home,
    },
  })
}

/** The folder of the unpacked browser. Test workers may all ask at once: the first to rename its copy into place wins. */
async function unpackedChromium(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { version: string }
  const home = join(CACHE, `chromium-${version}`)
  if (existsSync(home)) return home
  await mkdir(CACHE, { recursive: true })
  const copy = await mkdtemp(`${home}-`)
  try {
    await unpackInto(copy)
    await writeFile(join(copy, 'fonts.conf'), FONTS)
    await rename(copy, home).catch((error: unknown) => {
      if (!existsSync(home)) throw error
    })
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
  return home
}

/** The package unpacks into the temporary folder of its process, so it gets a process whose temporary folder is ours. */
async function unpackInto(folder: string): Promise<void> {
  const archives = ['chromium.br', 'swiftshader.tar.br', 'al2023.tar.br', 'fonts.tar.br']
  const files = archives.map((archive) => join(PACKAGE, 'bin', archive))
  const script = `import { inflate } from '@sparticuz/chromium'
    await Promise.all(${JSON.stringify(files)}.map((file) => inflate(file)))`
  const options = { cwd: PACKAGE, env: { ...process.env, TMPDIR: folder } }
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], options)
}

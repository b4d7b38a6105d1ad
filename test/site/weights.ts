import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { longestTasksMs } from './slow-phone.ts'

/**
 * `npm run weights`: what widgets that people know cost a page, measured from their published packages as a page would
 * bundle them, beside ours as it is built. Writes the table of the guide at /embed.
 */
const TABLE = new URL('../../site/embed/weights.json', import.meta.url)
const WIDGET = new URL('../../dist/widget/', import.meta.url)

type Known = { name: string; from: string; entry: string; does: string }
type Row = { name: string; version: string; bytes: number; does: string; ours?: true }

const KNOWN: Known[] = [
  { name: 'giscus', from: 'giscus@1.6.0', entry: "import 'giscus'", does: 'Comments, in a frame of giscus.app.' },
  {
    name: 'Typeform',
    from: '@typeform/embed@6.1.1',
    entry: "import { createWidget } from '@typeform/embed'; createWidget('a', { container: document.body })",
    does: 'A form, in a frame of theirs; more is fetched there.',
  },
  {
    name: 'Cal.com',
    from: '@calcom/embed-core@1.5.3',
    entry: "import '@calcom/embed-core/dist/embed/embed.js'",
    does: 'A calendar, in a frame of theirs; more is fetched there.',
  },
  {
    name: 'MagicBell',
    from: '@magicbell/embeddable@3.2.12',
    entry: "import '@magicbell/embeddable'",
    does: 'A list of notifications, in the page.',
  },
  {
    name: 'Novu',
    from: '@novu/js@3.19.2',
    entry:
      "import { NovuUI } from '@novu/js/ui'; new NovuUI({ options: { applicationIdentifier: 'a', subscriber: 'b' } })",
    does: 'A list of notifications, in the page, with a socket.',
  },
]

const gzipped = (code: string | Buffer): number => gzipSync(code, { level: 9 }).byteLength

/** Installed into a folder of its own with the ordinary client, running nothing of it. */
async function weigh({ name, from, entry, does }: Known): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-weights-'))
  try {
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
    const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', from]
    await promisify(execFile)('npm', install, { cwd: folder })
    await writeFile(join(folder, 'entry.js'), entry)
    const built = await build({
      configFile: false,
      logLevel: 'error',
      root: folder,
      define: { 'process.env.NODE_ENV': '"production"' },
      build: { write: false, modulePreload: false, rolldownOptions: { input: join(folder, 'entry.js') } },
    })
    const chunks = [built].flat().flatMap((one) => ('output' in one ? one.output : []))
    const first = chunks.find((one) => one.type === 'chunk' && one.isEntry)
    // What is imported at once is fetched at once.
    const [entryChunk] = first?.type === 'chunk' ? [first] : []
    const wanted = [entryChunk?.fileName, ...(entryChunk?.imports ?? [])]
    const code = chunks.map((one) => (one.type === 'chunk' && wanted.includes(one.fileName) ? one.code : '')).join('')
    return { name, version: from.slice(from.lastIndexOf('@') + 1), bytes: gzipped(code), does }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function ours(): Promise<Row[]> {
  const script = gzipped(await readFile(new URL('widget.js', WIDGET)))
  const card = (await readdir(new URL('widget/', WIDGET))).find((name) => /^card-.*\.js$/.test(name)) ?? ''
  const whole = script + gzipped(await readFile(new URL(`widget/${card}`, WIDGET)))
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as Row
  return [
    {
      name: 'Doorstep',
      version,
      bytes: script,
      does: 'An order in one line, kept true, in both languages. In the page.',
      ours: true,
    },
    {
      name: 'Doorstep, a whole card',
      version,
      bytes: whole,
      does: 'All of an order. The map’s code comes when a map opens.',
      ours: true,
    },
  ]
}

const rows = [...(await ours()), ...(await Promise.all(KNOWN.map(weigh)))]
console.table(rows.map(({ name, version, bytes }) => ({ name, version, gzip: `${(bytes / 1_000).toFixed(1)} kB` })))
console.log(
  `Longest task of a page that shows a card, on a CPU four times as slow: ${(await longestTasksMs()).join(', ')} ms`,
)
await writeFile(TABLE, `${JSON.stringify(rows, null, 2)}\n`)

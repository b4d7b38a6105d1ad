import { execFileSync } from 'node:child_process'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import widget from './vite.config.ts'

const OUT = join(import.meta.dirname, '../dist/npm')
const SERVED = join(import.meta.dirname, '../dist/widget')
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
  version: string
}

const MANIFEST = {
  name: 'doorstep-tracker',
  version,
  description: 'Where an order is and when it comes, on your own page',
  license: 'UNLICENSED',
  type: 'module',
  sideEffects: false,
  exports: {
    '.': { types: './doorstep-tracker.d.ts', default: './index.js' },
    './react': { types: './react.d.ts', default: './types-only.js' },
    './preact': { types: './preact.d.ts', default: './types-only.js' },
  },
}

/** The map is a megabyte that few bundles want: it is fetched from Doorstep when a map opens, as the script does it. */
const mapFromDoorstep = (): Plugin => ({
  name: 'doorstep-map-from-doorstep',
  enforce: 'pre',
  resolveId: { order: 'pre', handler: (what) => (what === './map.ts' ? '\0doorstep-map' : null) },
  load: {
    filter: { id: /^\0doorstep-map$/ },
    handler: () => `import { DoorstepTracker } from ${JSON.stringify(join(import.meta.dirname, 'element.ts'))}
const { drawMap } = await import(/* @vite-ignore */ new URL('widget/map.js', DoorstepTracker.origin).href)
export { drawMap }`,
  },
})

/** What `npm install https://…/doorstep-tracker.tgz` gets. */
const packed = (): Plugin => ({
  name: 'doorstep-packed',
  writeBundle() {
    for (const name of ['doorstep-tracker', 'react', 'preact'])
      writeFileSync(join(OUT, `${name}.d.ts`), readFileSync(join(import.meta.dirname, 'npm', `${name}.d.ts`)))
    writeFileSync(join(OUT, 'types-only.js'), 'export {}\n')
    writeFileSync(join(OUT, 'package.json'), `${JSON.stringify(MANIFEST, null, 2)}\n`)
    execFileSync('npm', ['pack', '--silent', '--pack-destination', SERVED], { cwd: OUT, stdio: 'ignore' })
    renameSync(join(SERVED, `doorstep-tracker-${version}.tgz`), join(SERVED, 'doorstep-tracker.tgz'))
  },
})

const { plugins = [], ...rest } = widget

/** The element as a package: `dist/npm`, and packed beside the script. */
export default defineConfig({
  ...rest,
  plugins: [
    ...plugins.filter((one) => !one || !('name' in one) || one.name !== 'doorstep-within-budget'),
    mapFromDoorstep(),
    packed(),
  ],
  build: {
    ...rest.build,
    outDir: OUT,
    rolldownOptions: {
      input: { index: join(import.meta.dirname, 'npm/index.ts') },
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js', minify: true },
    },
  },
})

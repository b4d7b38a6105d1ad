import { gzipSync } from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'
import { leanPreact } from './lean-preact.config.ts'

/** Vite wraps every lazy import in a kilobyte of code that preloads style sheets beside it; ours have none. */
export const plainImports = (): Plugin => ({
  name: 'doorstep-plain-imports',
  enforce: 'pre',
  load: { filter: { id: /vite\/preload-helper/ }, handler: () => 'export const __vitePreload = (load) => load()' },
})

/** Components call `h` themselves: the automatic runtime of JSX is a function more for every page to fetch. */
export const PLAIN_JSX = { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' } as const
export const plainJsx = (): Plugin => ({
  name: 'doorstep-plain-jsx',
  enforce: 'pre',
  transform: { filter: { id: /\.tsx$/ }, handler: (code) => `import { h, Fragment } from 'preact'\n${code}` },
})

/** The page around decides what a `rem` is, and some make it 10 px: the element's are 16. */
const OWN_REM = {
  postcssPlugin: 'doorstep-own-rem',
  Declaration: (rule: { value: string }) => void (rule.value = inPixels(rule.value)),
  AtRule: (rule: { params: string }) => void (rule.params = inPixels(rule.params)),
}
const inPixels = (css: string): string =>
  css.replace(/(?<![\w.-])(-?[\d.]+)rem\b/g, (_, rem) => `${Number(rem) * 16}px`)

const MOST_BYTES = 9_000

/** What every page of a shop pays, whatever it shows: too much of it is no build. */
const withinBudget = (): Plugin => ({
  name: 'doorstep-within-budget',
  writeBundle(_, bundle) {
    const { code = '' } = bundle['widget.js'] as { code?: string }
    const bytes = gzipSync(code, { level: 9 }).byteLength
    if (bytes > MOST_BYTES) throw new Error(`widget.js is ${bytes} bytes gzip, of ${MOST_BYTES} that it may be`)
  },
})

/** `/widget.js` and what it fetches when it is needed, under `/widget/`. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  plugins: [plainImports(), plainJsx(), leanPreact(), withinBudget()],
  css: { postcss: { plugins: [OWN_REM] } },
  oxc: { jsx: PLAIN_JSX },
  build: {
    outDir: '../dist/widget',
    emptyOutDir: true,
    modulePreload: false,
    cssTarget: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: {
      input: { widget: 'define.ts' },
      output: {
        entryFileNames: 'widget.js',
        // The package at npm asks for the map by its name.
        chunkFileNames: ({ name }) => (name === 'map' ? 'widget/map.js' : 'widget/[name]-[hash].js'),
        assetFileNames: 'widget/[name]-[hash][extname]',
      },
    },
  },
})

import { defineConfig, type Plugin } from 'vite'

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

/** `/widget.js` and what it fetches when it is needed, under `/widget/`. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  plugins: [plainImports(), plainJsx()],
  oxc: { jsx: PLAIN_JSX },
  build: {
    outDir: '../dist/widget',
    emptyOutDir: true,
    modulePreload: false,
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: {
      input: { widget: 'define.ts' },
      output: {
        entryFileNames: 'widget.js',
        chunkFileNames: 'widget/[name]-[hash].js',
        assetFileNames: 'widget/[name]-[hash][extname]',
      },
    },
  },
})

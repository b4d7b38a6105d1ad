import { defineConfig, type Plugin } from 'vite'

/** Vite wraps every lazy import in a kilobyte of code that preloads style sheets beside it; ours have none. */
export const plainImports = (): Plugin => ({
  name: 'doorstep-plain-imports',
  enforce: 'pre',
  load: { filter: { id: /vite\/preload-helper/ }, handler: () => 'export const __vitePreload = (load) => load()' },
})

/** `/widget.js` and what it fetches when it is needed, under `/widget/`. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  publicDir: false,
  plugins: [plainImports()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
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

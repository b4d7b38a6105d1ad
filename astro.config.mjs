import { readFile, writeFile } from 'node:fs/promises'
import { defineConfig } from 'astro/config'
import { minify } from 'vite'
import { inProcess } from './site/adapter/index.ts'
import { PLAIN_JSX, plainImports, plainJsx } from './widget/vite.config.ts'

/** Nothing is allowed but what the page itself brings; scripts and styles by their hashes. */
const directives = [
  "default-src 'none'",
  "connect-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "manifest-src 'self'",
  "worker-src 'self' blob:",
  "frame-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "object-src 'none'",
]

/** What lies in `public` is copied as it stands; but the service worker counts into what a page weighs. */
const smallWorker = {
  name: 'doorstep-small-worker',
  hooks: {
    'astro:build:done': async ({ dir }) => {
      const worker = new URL('sw.js', dir)
      const { code, errors } = await minify('sw.js', await readFile(worker, 'utf8'))
      if (errors.length > 0) throw new Error(`The service worker: ${errors[0].message}`)
      await writeFile(worker, code)
    },
  },
}

export default defineConfig({
  srcDir: './site',
  publicDir: './site/public',
  outDir: './dist/site',
  output: 'server',
  adapter: inProcess(),
  integrations: [smallWorker],
  session: false,
  devToolbar: { enabled: false },
  markdown: { syntaxHighlight: false },
  security: { csp: { directives } },
  build: { assets: '_assets', inlineStylesheets: 'always' },
  vite: {
    plugins: [plainImports(), plainJsx()],
    oxc: { jsx: PLAIN_JSX },
    ssr: { noExternal: true },
    build: { cssTarget: ['chrome111', 'edge111', 'firefox114', 'safari16.4'] },
  },
})

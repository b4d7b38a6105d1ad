import { defineConfig } from 'astro/config'
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

export default defineConfig({
  srcDir: './site',
  publicDir: './site/public',
  outDir: './dist/site',
  output: 'server',
  adapter: inProcess(),
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

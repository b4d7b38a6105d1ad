import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { type Listening, listen } from '../../site/listen.ts'
import { hostPage, HOSTS, type HostName } from './pages.ts'

const readUrl = (url: string): Promise<string> => readFile(fileURLToPath(url), 'utf8')

/** The React page as a shop would build it. */
async function reactApp(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    oxc: { jsx: { runtime: 'automatic', importSource: 'react' } },
    build: { write: false, modulePreload: false, rolldownOptions: { input: `${import.meta.dirname}/react-app.jsx` } },
  })
  const chunks = [built].flat().flatMap((one) => ('output' in one ? one.output : []))
  return chunks.map((one) => ('code' in one ? one.code : '')).join('\n')
}

/** Shops on an origin of their own: `/<host>?<attributes>`. `doorstep` tells where Doorstep is, once that is known. */
export async function openHosts(doorstep: () => string): Promise<Listening> {
  const files: Record<string, string> = {
    '/react-app.js': await reactApp(),
    '/jquery.js': await readUrl(import.meta.resolve('jquery/dist/jquery.min.js')),
    '/es6-shim.js': await readUrl(import.meta.resolve('es6-shim/es6-shim.min.js')),
  }
  const send = (response: ServerResponse, type: string, body: string, policy?: string): void => {
    response.writeHead(200, { 'content-type': type, ...(policy && { 'content-security-policy': policy }) }).end(body)
  }
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop')
    const file = files[pathname]
    if (file !== undefined) return send(response, 'text/javascript', file)
    const name = HOSTS.find((host): host is HostName => pathname === `/${host}`)
    if (!name) return void response.writeHead(404).end()
    const { html, policy } = hostPage(name, doorstep(), Object.fromEntries(searchParams))
    send(response, 'text/html; charset=utf-8', html, policy)
  })
  return listen(server)
}

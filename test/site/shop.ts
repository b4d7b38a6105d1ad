import { createServer } from 'node:http'
import { type Listening, listen } from './listen.ts'

/** What a strict page needs to allow, and nothing more: the guide at /embed says the same. */
const policyFor = (origin: string): string =>
  [
    "default-src 'none'",
    `script-src ${origin}`,
    `connect-src ${origin}`,
    `worker-src blob: ${origin}`,
    'img-src data: blob:',
    "style-src 'self'",
  ].join('; ')

const pageWith = (origin: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A shop</title>
<link rel="stylesheet" href="/shop.css"><link rel="icon" href="data:,"></head>
<body><h1>Thank you</h1>${body}
<script type="module" src="${origin}/widget.js"></script></body></html>`

const CSS = `body{margin:2rem auto;max-width:26rem;padding:0 1rem;font-family:Georgia,serif}
  doorstep-tracker{display:block}doorstep-tracker:not([layout]){min-height:66rem}
  .painted{--doorstep-accent:#aa3377}.painted::part(card){border-radius:0}`

/** A shop's own page on another origin, with a strict policy: `/<token>?<attributes>` shows the element, `/?body=` that. */
export async function openShop(origin: string): Promise<Listening> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://shop')
    if (url.pathname === '/shop.css') return void response.writeHead(200, { 'content-type': 'text/css' }).end(CSS)
    const attributes = [...url.searchParams].map(([name, value]) => `${name}="${value}"`).join(' ')
    const element = `<doorstep-tracker token="${url.pathname.slice(1)}" ${attributes}></doorstep-tracker>`
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policyFor(origin) })
    response.end(pageWith(origin, url.searchParams.get('body') ?? element))
  })
  return listen(server)
}

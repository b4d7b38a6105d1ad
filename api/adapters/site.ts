import { pathToFileURL } from 'node:url'
import type { PageLocals, Site } from '../ports.ts'

type Built = { render: (request: Request, options: { locals: PageLocals }) => Promise<Response> }

/** The built site, rendered in this process. @throws when it was not built */
export async function builtSite(dist: string): Promise<Site> {
  const entry = pathToFileURL(`${dist}/site/server/entry.mjs`).href
  const { render } = (await import(entry)) as Built
  return (request, locals) => render(request, { locals })
}

import { createApp } from 'astro/app/entrypoint'

const app = createApp()

type Around = { locals?: App.Locals; clientAddress?: string }

/** One page for one request. What the page shows comes in `locals`; it asks nobody else. */
export const render = (request: Request, around: Around = {}): Promise<Response> =>
  app.render(request, { ...around, addCookieHeader: true })

import { fileURLToPath } from 'node:url'
import { builtSite } from '../../api/adapters/site.ts'
import { listen } from '../../api/serve.ts'
import { openDoorstep } from '../doorstep.ts'
import { freePort } from '../e2e/other-origin.ts'

const DIST = fileURLToPath(new URL('../../dist', import.meta.url))

type Wish = Parameters<typeof openDoorstep>[0] & { mapStyle?: string }

/** A whole Doorstep with its real pages, on a port of its own. `npm run build` comes first. */
export async function openServed({ mapStyle, ...wish }: Wish = {}) {
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const doorstep = await openDoorstep({ ...wish, pages: { site: await builtSite(DIST), dist: DIST, publicUrl } })
  if (mapStyle !== undefined)
    doorstep.app.get('/map/style.json', (c) => c.body(mapStyle, 200, { 'content-type': 'application/json' }))
  const running = await listen(doorstep.app, doorstep.stages, { port, host: '127.0.0.1' })
  return {
    ...doorstep,
    publicUrl,
    close: async (): Promise<void> => {
      await running.close()
      await doorstep[Symbol.asyncDispose]()
    },
  }
}

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type OtherOrigin = { origin: string; close: () => Promise<void> }

/** A page of somebody else's site, on an origin of its own. */
export async function otherOrigin(html: string | (() => string)): Promise<OtherOrigin> {
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(typeof html === 'string' ? html : html()),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export async function freePort(): Promise<number> {
  const { origin, close } = await otherOrigin('')
  await close()
  return Number(new URL(origin).port)
}

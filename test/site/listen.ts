import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Listening = { origin: string; close: () => Promise<void> }

/** On a port that the system chooses; closing does not wait for streams. */
export async function listen(server: Server): Promise<Listening> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const close = (): Promise<void> =>
    new Promise((closed) => {
      server.close(() => closed())
      server.closeAllConnections()
    })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}

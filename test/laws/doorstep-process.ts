import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { openDoorstep } from '../doorstep.ts'

/** A Doorstep in a process of its own, to be killed: opens the file that it is given and says where it listens. */
const doorstep = await openDoorstep({ file: process.argv[2] ?? '' })
const server = serve({ fetch: doorstep.app.fetch, port: 0, hostname: '127.0.0.1' }, () => {
  const { port } = server.address() as AddressInfo
  const { api, phone } = doorstep
  process.stdout.write(
    `${JSON.stringify({ port, key: api.secret, phone: phone.connectionId, password: phone.secret })}\n`,
  )
})

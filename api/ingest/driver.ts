import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { findConnection, type Connection } from '../../db/dispensaries.ts'
import type { Database } from '../../db/open.ts'
import { readJson } from '../parse.ts'
import type { PositionLane } from '../positions.ts'
import { notFound, Problem } from '../problem.ts'
import { hashSecret, sameSecret } from '../secrets.ts'
import { translateOwnTracks } from './driver/owntracks.ts'
import { tooLarge } from './too-large.ts'

type Deps = { db: Database; positions: PositionLane }

const MAX_BYTES = 64 * 1024

/** POST /v1/driver/:connection: each driver's app in its own words. */
export function driverRoutes({ db, positions }: Deps): Hono {
  const routes = new Hono()
  routes.post('/:connection', bodyLimit({ maxSize: MAX_BYTES, onError: tooLarge(MAX_BYTES) }), async (c) => {
    const connection = await findConnection(db, c.req.param('connection'))
    if (connection?.kind !== 'owntracks' || connection.driverId === null) throw notFound()
    checkPassword(connection, c.req.header('authorization'))
    const body = await c.req.text()
    const position = body === '' ? undefined : translateOwnTracks(readJson(body))
    const { dispensaryId, driverId } = connection
    if (position) await positions.record({ dispensaryId, driverId }, [position])
    return c.json([])
  })
  return routes
}

function checkPassword(connection: Connection, authorization = ''): void {
  const [scheme, encoded = ''] = authorization.split(' ')
  const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? []
  const known = scheme?.toLowerCase() === 'basic' && sameSecret(hashSecret(password), connection.secretHash ?? '')
  if (known) return
  throw new Problem(401, 'Not authorized', {
    detail: 'The password is not the one of this connection',
    headers: { 'www-authenticate': 'Basic realm="Doorstep"' },
  })
}

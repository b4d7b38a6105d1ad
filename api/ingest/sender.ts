import { Webhook } from 'standardwebhooks'
import { findConnection, findConnectionBySecret, type Connection } from '../../db/connections.ts'
import type { Database } from '../../db/open.ts'
import type { Clock } from '../ports.ts'
import { Problem } from '../problem.ts'
import { hashSecret, sameSecret, unseal } from '../secrets.ts'

type Deps = { db: Database; secretKey: Uint8Array; clock: Clock }

const BEARER = /^Bearer\s+(\S+)$/i
const TOLERANCE_SECONDS = 5 * 60

export const unauthorized = (detail: string): Problem =>
  new Problem(401, 'Not authorized', { detail, headers: { 'www-authenticate': 'Bearer' } })

/** Whose events these are: by API key, or by Standard Webhooks signature of the connection named in the query. */
export async function authenticate(deps: Deps, request: Request, body: string): Promise<Connection> {
  const key = BEARER.exec(request.headers.get('authorization') ?? '')?.[1]
  if (key !== undefined) {
    const connection = await findConnectionBySecret(deps.db, 'api', hashSecret(key))
    if (connection) return connection
    throw unauthorized('The API key is not known')
  }
  const connectionId = new URL(request.url).searchParams.get('connection')
  if (connectionId === null || !request.headers.has('webhook-signature')) {
    throw unauthorized('Send an API key (Authorization: Bearer) or a Standard Webhooks signature and ?connection=')
  }
  const connection = await findConnection(deps.db, connectionId)
  if (connection?.kind === 'api' && connection.secretSealed && isSigned(deps, connection.secretSealed, request, body)) {
    return connection
  }
  throw unauthorized('The signature does not fit')
}

function isSigned({ secretKey, clock }: Deps, sealed: Uint8Array, request: Request, body: string): boolean {
  const id = request.headers.get('webhook-id') ?? ''
  const timestamp = Number(request.headers.get('webhook-timestamp'))
  if (!(Math.abs(clock() / 1_000 - timestamp) <= TOLERANCE_SECONDS)) return false
  const expected = new Webhook(unseal(secretKey, sealed)).sign(id, new Date(timestamp * 1_000), body)
  return (request.headers.get('webhook-signature') ?? '').split(' ').some((given) => sameSecret(given, expected))
}

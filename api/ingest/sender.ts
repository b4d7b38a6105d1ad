import { Webhook } from 'standardwebhooks'
import type { Clock } from '../ports.ts'
import { Problem } from '../problem.ts'
import { hashSecret, sameSecret } from '../secrets.ts'
import { secretsNow, type KnownConnection, type KnownConnections } from './known-connections.ts'

type Deps = { known: KnownConnections; clock: Clock }
type Request = { header: (name: string) => string | undefined; query: (name: string) => string | undefined }

const BEARER = /^Bearer\s+(\S+)$/i
const TOLERANCE_SECONDS = 5 * 60

export const unauthorized = (detail: string): Problem =>
  new Problem(401, 'Not authorized', { detail, headers: { 'www-authenticate': 'Bearer' } })

/** Whose events these are: by API key, or by Standard Webhooks signature of the connection named in the query. */
export async function authenticate(deps: Deps, request: Request, body: string): Promise<KnownConnection> {
  const key = BEARER.exec(request.header('authorization') ?? '')?.[1]
  if (key !== undefined) {
    const connection = await deps.known.byKey(hashSecret(key))
    if (connection) return connection
    throw unauthorized('The API key is not known')
  }
  const connectionId = request.query('connection')
  const signature = request.header('webhook-signature')
  if (connectionId === undefined || signature === undefined) {
    throw unauthorized('Send an API key (Authorization: Bearer) or a Standard Webhooks signature and ?connection=')
  }
  const connection = await deps.known.byId(connectionId)
  if (connection?.kind === 'api' && isSigned(connection, signature, request, body, deps.clock())) return connection
  throw unauthorized('The signature does not fit')
}

function isSigned(
  connection: KnownConnection,
  signature: string,
  request: Request,
  body: string,
  now: number,
): boolean {
  const id = request.header('webhook-id') ?? ''
  const timestamp = Number(request.header('webhook-timestamp'))
  if (!(Math.abs(now / 1_000 - timestamp) <= TOLERANCE_SECONDS)) return false
  return secretsNow(connection, now).some((secret) => {
    const expected = new Webhook(secret).sign(id, new Date(timestamp * 1_000), body)
    return signature.split(' ').some((given) => sameSecret(given, expected))
  })
}

import { createPublicKey, verify } from 'node:crypto'

export type VapidClaims = { aud: string; exp: number; sub: string }

const fromBase64Url = (text: string): Buffer => Buffer.from(text, 'base64url')

/** A VAPID key as Node takes it: the browser's form is the bare point on the curve. */
function keyOf(publicKey: string) {
  const point = fromBase64Url(publicKey)
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33, 65).toString('base64url')]
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
}

/** The claims of `vapid t=<JWT>, k=<key>` (RFC 8292), if they are signed, meant for this service and not out of date. */
export function vapidClaims(authorization: string, audience: string, at: number): VapidClaims | undefined {
  const { t: token = '', k: key = '' } = /^vapid t=(?<t>[\w.-]+), ?k=(?<k>[\w-]+)$/.exec(authorization)?.groups ?? {}
  const [head = '', body = '', signature = ''] = token.split('.')
  if (signature === '') return undefined
  const signed = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key: keyOf(key), dsaEncoding: 'ieee-p1363' },
    fromBase64Url(signature),
  )
  const claims = JSON.parse(fromBase64Url(body).toString()) as VapidClaims
  const lasts = claims.exp - at / 1_000
  const sound =
    signed && claims.aud === audience && lasts > 0 && lasts <= 86_400 && /^(mailto:|https:)/.test(claims.sub)
  return sound ? claims : undefined
}

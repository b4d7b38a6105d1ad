import { sameSecret } from '../../secrets.ts'
import type { Answer, Told } from '../vendor.ts'

/** What most senders expect: they look at the status only. */
export const HEARD: Answer = { status: 200, contentType: 'text/plain; charset=utf-8', body: '' }

/** The query parameter for apps in which nothing but an address can be set. */
const KEY = 'key'

/** The secret that an app gives: as HTTP Basic password, as Bearer token, or as `?key=`. */
export function passwordOf({ header, query }: Told): string | undefined {
  const [scheme = '', given = ''] = (header('authorization') ?? '').split(' ')
  if (scheme.toLowerCase() === 'bearer') return given || undefined
  if (scheme.toLowerCase() !== 'basic') return query.get(KEY) || undefined
  const [, password] = /^[^:]*:(.+)$/s.exec(Buffer.from(given, 'base64').toString()) ?? []
  return password
}

export function knowsPassword(told: Told, secret: string): boolean {
  const given = passwordOf(told)
  return given !== undefined && sameSecret(given, secret)
}

export const isJson = ({ body }: Told): boolean => /^\s*[[{]/.test(body)

/** Query and form as one: apps send the one, the other, or (with `?key=`) both. */
export const fieldsOf = ({ query, body }: Told): Record<string, string> =>
  Object.fromEntries([...query, ...new URLSearchParams(body.trim())])

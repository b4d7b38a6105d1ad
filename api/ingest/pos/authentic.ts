import { createHmac } from 'node:crypto'
import { sameSecret } from '../../secrets.ts'
import type { Told } from '../vendor.ts'

/** An empty secret would be one that everybody knows. */
const isSame = (given: string | undefined, secret: string): boolean =>
  secret !== '' && given !== undefined && sameSecret(given, secret)

/** For senders that sign nothing: the address that they were given ends in `?secret=`. */
export const knowsAddress = ({ query }: Told, secret: string): boolean =>
  isSame(query.get('secret') ?? undefined, secret)

/** `Authorization: Bearer`, as a token shared with the sender. */
export const bears = ({ header }: Told, token: string): boolean =>
  isSame(/^bearer +(\S.*)$/i.exec(header('authorization') ?? '')?.[1]?.trim(), token)

/** Whether a signature is the HMAC-SHA256 of a text, with the secret as UTF-8. */
export const isSigned = (given: string | undefined, as: 'hex' | 'base64', secret: string, text: string): boolean =>
  secret !== '' && given !== undefined && sameSecret(given, createHmac('sha256', secret).update(text).digest(as))

import { minutes, type Instant } from '../../domain/time.ts'
import type { Ask, AskVendor, Clock } from '../../ports.ts'
import { Problem } from '../../problem.ts'
import { bodyOf, isRefused, refusedKeys, unreadable, type Failure } from './answer.ts'
import type { PollVendor, Token } from './poll-vendor.ts'

/** A token, and since when it is held. */
export type Kept = Token & { since: Instant }

type Caller = {
  vendor: PollVendor
  keys: string
  /** What outlasts a look: the token. */
  memory: { token?: Kept | undefined }
  askVendor: AskVendor
  clock: Clock
  signal: AbortSignal
}

/** Asks as the vendor wishes: by the keys, or by a token, which is renewed before it ends and once when it is refused. */
export async function askSignedIn(ask: Ask, caller: Caller): Promise<{ body: string } | Failure> {
  const { vendor, memory, askVendor, clock, signal } = caller
  if (!vendor.signIn) return bodyOf(await askVendor(ask, signal), clock())
  const isOld = memory.token !== undefined && isFresh(memory.token, clock())
  const token = await tokenOf(vendor.signIn, caller)
  if ('problem' in token) return token
  const asked = await askVendor(signed(ask, token), signal)
  if (!isRefused(asked) || !isOld) return bodyOf(asked, clock())
  memory.token = undefined
  const renewed = await tokenOf(vendor.signIn, caller)
  return 'problem' in renewed ? renewed : bodyOf(await askVendor(signed(ask, renewed), signal), clock())
}

const signed = (ask: Ask, { token }: Token): Ask => ({
  ...ask,
  headers: { ...ask.headers, authorization: `Bearer ${token}` },
})

/** Ends a tenth of its life early, a minute at most: it must last for the whole way there. */
const isFresh = ({ since, expiresAt }: Kept, now: Instant): boolean =>
  now < expiresAt - Math.min(minutes(1), (expiresAt - since) / 10)

/** The token that is held, or a new one. */
async function tokenOf(
  signIn: NonNullable<PollVendor['signIn']>,
  { keys, memory, askVendor, clock, signal }: Caller,
): Promise<Token | Failure> {
  if (memory.token && isFresh(memory.token, clock())) return memory.token
  const asked = await askVendor(signIn.ask(keys), signal)
  // OAuth calls wrong keys a bad request (RFC 6749, 5.2).
  if (asked.outcome === 'answered' && asked.status === 400) return refusedKeys(400)
  const told = bodyOf(asked, clock())
  if ('problem' in told) return told
  try {
    memory.token = { ...signIn.read(told.body, clock()), since: clock() }
    return memory.token
  } catch (error) {
    if (error instanceof Problem) return unreadable(error)
    throw error
  }
}

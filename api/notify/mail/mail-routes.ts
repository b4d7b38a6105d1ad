import { Hono } from 'hono'
import type { Log } from '../../ports.ts'
import { Problem } from '../../problem.ts'
import { sameSecret } from '../../secrets.ts'
import { handedOver } from './handed-over.ts'
import type { TakeMail } from './take-mail.ts'

type Deps = { takeMail: TakeMail; secret: string; log: Log }

/** Mails are large, and each is held as a whole while it is read. */
const MOST_AT_ONCE = 4

/**
 * Where a mail system hands over what comes back. Its path ends as Mailgun asks whoever wants mails as they are. Whatever
 * becomes of a mail, the answer is 200, for one that is of no use to us would be of none when it is brought again.
 */
export function mailRoutes({ takeMail, secret, log }: Deps): Hono {
  const routes = new Hono()
  let underWay = 0
  routes.post('/mime', async (c) => {
    if (!sameSecret(secretIn(c.req.header('authorization')), secret))
      throw new Problem(401, 'Not authorized', {
        detail: 'Send DOORSTEP_REPLIES_SECRET as a Bearer token, or as the password of any user',
        headers: { 'www-authenticate': 'Basic' },
      })
    if (underWay >= MOST_AT_ONCE)
      throw new Problem(503, 'Too busy', {
        detail: 'Nothing was taken; send it again',
        headers: { 'retry-after': '5' },
      })
    underWay += 1
    try {
      const { raw, recipient } = await handedOver({ header: (name) => c.req.header(name), raw: c.req.raw })
      const took = await takeMail(raw, recipient)
      log({ event: 'mail.taken', ...took })
      return c.json(took)
    } finally {
      underWay -= 1
    }
  })
  return routes
}

/** What providers can be told is an address with a name and a password in it. */
function secretIn(authorization = ''): string {
  const [, scheme = '', given = ''] = /^(bearer|basic)\s+(\S+)$/i.exec(authorization) ?? []
  if (scheme.toLowerCase() === 'bearer') return given
  const pair = Buffer.from(given, 'base64').toString()
  return pair.slice(pair.indexOf(':') + 1)
}

import type { Context } from 'hono'
import type { Database } from '../../db/open.ts'
import type { Contacts } from '../contacts.ts'
import type { Afterwards } from '../contract-page.ts'
import type { Channel } from '../domain/notification.ts'
import type { Site } from '../ports.ts'
import { Problem } from '../problem.ts'
import { mayText, mustText, type Situation } from './acts.ts'
import type { Links } from './links.ts'
import { localeOf } from './locale.ts'
import { situationOf, type Perform } from './perform.ts'

type Deps = {
  db: Database
  contacts: Contacts
  links: Pick<Links, 'whose'>
  perform: Perform
  site: Site
  channels: ReadonlySet<Channel>
  publicUrl: string
}

/**
 * What a link in a message still does when it opens the order no more: choose what the store sends, whatever the order,
 * and see nothing else. An opt-out in a mail has to work for 30 days at least (15 USC 7704(a)(3)); this one does for as
 * long as the customer is known.
 */
export function createAfterwards(deps: Deps) {
  const { links, perform, site, publicUrl } = deps
  return {
    show: async (c: Context, token: string): Promise<Response> => {
      const link = await links.whose(token)
      if (!link) return c.notFound()
      const situation = await situationOf(deps, link)
      const locals = {
        afterwards: { ...{ token, accent: situation.dispensary.accent }, ...shown(deps, c, situation) },
        publicOrigin: publicUrl,
      }
      return site(new Request(new URL(`/t/${token}/afterwards`, publicUrl)), locals)
    },
    choose: async (c: Context, token: string): Promise<Response> => {
      const link = await links.whose(token)
      if (!link) return c.notFound()
      const { channel, wish } = await c.req.parseBody()
      try {
        await perform(link, 'messages', { channel, wish })
      } catch (fault) {
        // The page says what is so now.
        if (!(fault instanceof Problem) || (fault.status !== 409 && fault.status !== 422)) throw fault
      }
      return c.redirect(`/t/${token}/messages`, 303)
    },
  }
}

function shown(
  { channels }: Deps,
  c: Context,
  { contact, dispensary, stopped }: Situation,
): Omit<Afterwards, 'token' | 'accent'> {
  const standing = (channel: Channel): 'on' | 'off' => (stopped.some((one) => one.channel === channel) ? 'off' : 'on')
  return {
    locale: localeOf(c, contact.locale),
    email: channels.has('email') && contact.email !== undefined ? standing('email') : null,
    sms: channels.has('sms') && mayText(contact, dispensary) ? (mustText(stopped) ? 'stopped' : standing('sms')) : null,
  }
}

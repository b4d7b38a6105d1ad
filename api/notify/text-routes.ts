import { Hono, type Context } from 'hono'
import type { Heard, TextProvider } from '../ports.ts'
import { Problem } from '../problem.ts'
import { readBody } from '../read-body.ts'
import type { TakeText } from './inbound.ts'
import type { TakeReceipt } from './receipts.ts'

type Deps = {
  texts: TextProvider
  takeReceipt: TakeReceipt
  takeText: TakeText
  publicUrl: string
}

const MAX_BYTES = 65_536

/** Where the provider of text messages tells what became of them, and what people write. */
export function textRoutes({ texts, takeReceipt, takeText, publicUrl }: Deps): Hono {
  const routes = new Hono()

  async function heard(c: Context): Promise<Heard> {
    const { pathname, search } = new URL(c.req.url)
    const signature = c.req.header(texts.signedIn)
    const told = await texts.hear({
      url: `${publicUrl}${pathname}${search}`,
      signature,
      body: await readBody(c.req, MAX_BYTES),
    })
    if (!told) throw new Problem(403, 'Not signed by the provider of text messages')
    return told
  }

  routes.post(texts.paths.receipts, async (c) => {
    const told = await heard(c)
    if (told.what === 'receipt') await takeReceipt(told)
    return c.body(null, 204)
  })

  routes.post(texts.paths.texts, async (c) => {
    const told = await heard(c)
    const { type, body } = texts.answer(told.what === 'text' ? await takeText(told) : undefined)
    return c.body(body, 200, { 'content-type': type })
  })

  return routes
}

import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { lookUpAsked, type LookUpAsked } from '../contract-page.ts'
import { parseJson } from '../parse.ts'
import type { LookUpOwn } from './look-up.ts'

const askedBy = async (c: Context): Promise<LookUpAsked> => parseJson(lookUpAsked, await c.req.text())

/** The dispensary that a look-up names. */
export const dispensaryNamed = async (c: Context): Promise<string> => (await askedBy(c)).dispensary

export const shortBody = bodyLimit({ maxSize: 1_024 })

/** `POST /v1/lookup`: the JSON may come as plain text, so that a browser need not ask beforehand. */
export function lookUpRoutes(lookUp: LookUpOwn, networkOf: (c: Context) => string): Hono {
  const routes = new Hono()
  routes.post('/', async (c) =>
    c.json(await lookUp(await askedBy(c), networkOf(c)), 200, { 'cache-control': 'no-store' }),
  )
  return routes
}

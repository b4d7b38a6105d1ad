import { openAsked, type Answer, type Request } from './asked.ts'

export const COVA_KEYS = { companyId: '1812', clientId: 'c', clientSecret: 's', username: 'u', password: 'p' }

type Shown = { OrderStatus: string; OrderFulfillmentStatus: string }

/** Cova as it is asked: a token for a password, and where one order stands. */
export async function openCova() {
  const orders = new Map<string, Shown>()
  const stumbling = new Set<string>()
  function answer({ url, authorization }: Request): Answer {
    if (url.host === 'accounts.iqmetrix.net') return { status: 200, body: { access_token: 'tok', expires_in: 43_200 } }
    const [, id = ''] = /CovaOrder\(([^)]+)\)\/Status$/.exec(url.pathname) ?? []
    const shown = orders.get(id)
    if (authorization !== 'Bearer tok') return { status: 401, body: {} }
    if (stumbling.has(id)) return { status: 500, body: {} }
    if (!shown) return { status: 404, body: {} }
    return { status: 200, body: { OrderId: id, OrderFulfillmentMethod: 'Delivery', SaleTotal: 84.5, ...shown } }
  }
  return { ...(await openAsked(answer)), orders, stumbling }
}

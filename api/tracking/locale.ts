import type { Context } from 'hono'
import type { Locale } from '../domain/contact.ts'

/** The page's own wish, else the customer's language as the order told it, else that of their browser. */
export function localeOf(c: Context, told: Locale | undefined): Locale {
  const wish = c.req.query('lang')
  if (wish === 'en' || wish === 'es') return wish
  return told ?? (/^es\b/i.test(c.req.header('accept-language') ?? '') ? 'es' : 'en')
}

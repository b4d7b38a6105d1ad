import type { Systems } from '../play.ts'

/** A tracking link of an order, asked for as the store's site would. */
export async function askForLink(
  origin: string,
  { api }: Systems,
  orderId: string,
): Promise<{ token: string; url: string }> {
  const headers = { authorization: `Bearer ${api.secret}` }
  const response = await fetch(`${origin}/v1/orders/${orderId}/links`, { method: 'POST', headers })
  if (!response.ok) throw new Error(`No link for order ${orderId}: ${response.status}`)
  return (await response.json()) as { token: string; url: string }
}

import type { Doorstep } from '../flow/customer.ts'
import { STORE } from '../doorstep.ts'

/** Customers by number: a third each with devices and a mail address, with mail and phone, with a phone alone. */
const contactOf = (n: number): object => {
  const phone = phoneOf(n)
  const email = `c${n}@example.com`
  return [{ email }, { email, phone }, { phone }][n % 3] ?? {}
}
/** Every second of those with devices has two, at different push services. */
const devicesOf = (n: number): string[] =>
  n % 3 === 0 ? [`https://fcm.googleapis.com/${n}`, `https://web.push.apple.com/${n}`].slice(0, 1 + (n % 2)) : []
export const phoneOf = (n: number): string => `+1707${String(2_000_000 + n)}`

/** An order that comes in and is handed over at once, so that its customer is to be told. */
export async function handedOver({ stages, now }: Doorstep, n: number): Promise<void> {
  const orderId = `o${n}`
  const of = { dispensaryId: STORE.id, source: 'till' }
  const time = now()
  await stages.record({
    ...{ ...of, eventId: `in-${n}` },
    event: { type: 'order.received', time, data: { orderId, number: orderId } },
    attached: { contacts: { [orderId]: contactOf(n) } },
  })
  for (const [i, endpoint] of devicesOf(n).entries()) {
    const data = {
      orderId,
      channel: 'web-push' as const,
      wording: 'notify-me-on-this-device',
      source: 'device' as const,
    }
    const push = { orderId, endpoint, p256dh: 'p', auth: 'a' }
    await stages.record({
      ...of,
      eventId: `push-${n}-${i}`,
      event: { type: 'consent.given', time, data },
      attached: { push },
    })
  }
  await stages.record({ ...of, eventId: `out-${n}`, event: { type: 'handoff.completed', time, data: { orderId } } })
}

/** Their customer texts STOP; resolves when that is acknowledged. */
export const saysStop = ({ stages }: Doorstep, n: number): Promise<unknown> =>
  stages.takeText({ what: 'text', id: `stop-${n}`, from: phoneOf(n), words: 'STOP', wish: 'stop' })

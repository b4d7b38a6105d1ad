import type { Delivery, FindSent } from '../../api/ports.ts'
import { openDoorstep, type Sent } from '../doorstep.ts'
import { handedOver, saysStop } from './crowd.ts'

/**
 * A Doorstep in a process of its own, to be killed, whose providers live in the process that began it: each try is asked
 * for there and answered from there, so that they remember what this one forgets.
 */
const [, , file = '', at = ''] = process.argv
type Answer = { ask: number; answer: unknown }
export type Wish =
  | { order: number }
  | { stop: number }
  | { receipt: Parameters<Awaited<ReturnType<typeof openDoorstep>>['stages']['takeReceipt']>[0] }
  | { advance: number }

const waiting = new Map<number, (answer: unknown) => void>()
let asks = 0
const ask = <T>(what: object): Promise<T> =>
  new Promise((resolve) => {
    asks += 1
    waiting.set(asks, resolve as (answer: unknown) => void)
    process.send?.({ ask: asks, ...what })
  })

const texts = new Map<string, string>()
const toOf = (recipient: Sent['recipient']): string =>
  'phone' in recipient ? recipient.phone : 'address' in recipient ? recipient.address : recipient.endpoint
const answer = async ({ recipient, message }: Sent): Promise<Delivery> => {
  const { id, topic, expiresAt, text } = message
  texts.set(text, id)
  const asked = { id, topic, expiresAt, channel: recipient.channel, to: toOf(recipient), now: doorstep.now() }
  const said = await ask<Delivery | 'throws'>({ take: asked, text })
  if (said === 'throws') throw new TypeError('no such host')
  return said
}
const sms: FindSent = async (recipient, _, isIt) => {
  for (const text of await ask<string[]>({ textsTo: toOf(recipient) }))
    if (await isIt(text)) return { found: true, reference: 'r' }
  return { found: false }
}

const doorstep = await openDoorstep({
  ...{ file, at, secretKey: new Uint8Array(32).fill(7), findSent: { sms } },
  answer: answer as unknown as (sent: Sent) => Delivery,
})
const { stages } = doorstep

async function perform(wish: Wish): Promise<void> {
  if ('order' in wish) await handedOver(doorstep, wish.order)
  else if ('stop' in wish) await saysStop(doorstep, wish.stop)
  else if ('receipt' in wish) await stages.takeReceipt(wish.receipt)
  else {
    doorstep.advance(wish.advance)
    stages.tick()
    await stages.idle()
  }
}

process.on('message', (message: Answer | { wish: number; of: Wish }) => {
  if ('ask' in message) return waiting.get(message.ask)?.(message.answer)
  void perform(message.of).then(() => process.send?.({ done: message.wish }))
})
process.send?.('ready')

import { createHash } from 'node:crypto'
import type { Delivery, Heard, Recipient } from '../../api/ports.ts'
import type { Trouble } from '../../api/domain/sending.ts'

type Receipt = Extract<Heard, { what: 'receipt' }>
export type Asked = {
  id: string
  channel: Recipient['channel']
  to: string
  topic: string
  expiresAt: number
  now: number
}
/** What happens to one try: `taken` is the truth, `answer` what the sender hears of it. */
type Fate = { taken: boolean; answer: Delivery | 'throws'; then?: Receipt['became']; trouble?: Trouble }

const refused = (outcome: 'gone' | 'failed' | 'filtered' | 'opted-out'): Fate => ({
  taken: false,
  answer: { outcome, reason: `carrier-${outcome}` },
})
const cut = (taken: boolean): Fate => ({ taken, answer: { outcome: 'unknown', reason: 'network-ECONNRESET' } })
const taken = (then?: Receipt['became'], trouble?: Trouble): Fate => ({
  ...{ taken: true, answer: { outcome: 'sent', reference: 'r' } },
  ...(then && { then }),
  ...(trouble && { trouble }),
})
const busy: Fate = { taken: false, answer: { outcome: 'later', reason: 'carrier-busy' } }
const throttled: Fate = { taken: false, answer: { outcome: 'throttled', reason: 'carrier-429', retryAfterMs: 2_000 } }

/** Every way that providers document, and how often out of 64 each is met. */
const FATES: [Fate, number][] = [
  [taken(), 14],
  [taken('delivered'), 14],
  [taken('failed', 'permanent'), 3],
  [taken('failed', 'filtered'), 2],
  [taken('failed', 'opted-out'), 1],
  [busy, 10],
  [throttled, 2],
  [refused('gone'), 4],
  [refused('failed'), 3],
  [refused('filtered'), 2],
  [refused('opted-out'), 1],
  [cut(true), 3],
  [cut(false), 3],
  [{ taken: false, answer: 'throws' }, 2],
]
const WHEEL = FATES.flatMap(([fate, often]) => Array.from({ length: often }, () => fate))

const dieOf = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE()

/**
 * All providers of one evening, which outlive any process of ours. They fail by a rule: the same try of the same
 * message always meets the same fate, and what they have seen is the truth that the outbox is held against.
 */
export class Carrier {
  readonly kept = new Map<string, Asked[]>()
  readonly violations: string[] = []
  readonly receipts: Receipt[] = []
  readonly stopped = new Set<string>()
  private readonly tries = new Map<string, number>()

  /** Asked to send; what is pushed again takes the place of the first. */
  take(asked: Asked): Delivery | 'throws' {
    const { id, channel, to, expiresAt, now } = asked
    if (now >= expiresAt) this.violations.push(`${id} was sent after it had stopped being true`)
    if (this.stopped.has(to)) this.violations.push(`${id} was sent after its customer had said STOP`)
    const tried = (this.tries.get(id) ?? 0) + 1
    this.tries.set(id, tried)
    const fate = WHEEL[dieOf(`${id} ${tried}`) % WHEEL.length] ?? busy
    if (fate.taken) this.keep(asked)
    if (fate.taken && fate.then && channel === 'sms') this.receipts.push(receiptOf(id, fate))
    return fate.answer
  }

  private keep(asked: Asked): void {
    const before = this.kept.get(asked.id) ?? []
    const isReplaced = asked.channel === 'web-push' && before.every(({ topic }) => topic === asked.topic)
    if (before.length > 0 && !isReplaced) this.violations.push(`${asked.id} was sent twice`)
    this.kept.set(asked.id, [...before, asked])
  }

  /** What the provider of text messages remembers. */
  has = (id: string): boolean => this.kept.has(id)

  /** The one true end of a message, as far as anybody can know it. */
  endsOf(id: string, channel: Recipient['channel']): string[] {
    const last = this.receipts.findLast(({ messageId }) => messageId === id)
    if (last) return [last.became]
    if (!this.has(id)) return ['failed', 'dropped']
    // Who cut the line after taking a mail or a push is never heard of again; it failed, for all that anybody knows.
    return channel === 'sms' ? ['sent'] : ['sent', 'failed']
  }
}

const receiptOf = (messageId: string, { then, trouble }: Fate): Receipt =>
  then === 'failed'
    ? { what: 'receipt', messageId, became: 'failed', reason: 'carrier-receipt', trouble: trouble ?? 'permanent' }
    : { what: 'receipt', messageId, became: 'delivered' }

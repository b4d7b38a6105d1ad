import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Recipient, Rendered, Send } from '../../api/ports.ts'
import { aMessage, NOW } from './messages.ts'

/** One sender and the peer behind it, which a test can put into every state that the provider documents. */
export type SendingWorld = {
  send: Send
  recipient: Recipient
  /** What the peer holds: the words as a customer would read them. */
  received: () => string[]
  peer: {
    takesAll: () => void
    /** Nobody lives at this address any more. */
    addressIsDead: () => void
    isBusy: () => void
    /** This message will not be taken, now or later. */
    refuses: () => void
    hangsUp: () => void
  }
  /** Nobody listens any more. */
  close: () => Promise<void>
}

const OTHER_CHANNEL: Record<Recipient['channel'], Recipient> = {
  'web-push': { channel: 'sms', phone: '+14155550199' },
  email: { channel: 'sms', phone: '+14155550199' },
  sms: { channel: 'email', address: 'else@example.com' },
}

/** What every sender does, whoever stands behind it. */
export function itSends(name: string, open: () => Promise<SendingWorld>): void {
  describe(`${name} as a sender`, () => {
    let world: SendingWorld
    let message: Rendered
    beforeEach(async () => {
      world = await open()
      message = aMessage(world.recipient.channel)
    })
    afterEach(() => world.close())

    const send = (now = NOW) => world.send(world.recipient, message, now)

    test('a message arrives, link and all', async () => {
      expect(await send()).toMatchObject({ outcome: 'sent' })
      expect(world.received()).toHaveLength(1)
      expect(world.received()[0]).toContain(message.text)
      expect(world.received()[0]).toContain(message.url)
    })

    test('two customers get a message each', async () => {
      await Promise.all([send(), send()])
      expect(world.received()).toHaveLength(2)
    })

    test('an address that is dead is told apart, so that it can be forgotten', async () => {
      world.peer.addressIsDead()
      expect(await send()).toMatchObject({ outcome: 'gone' })
      expect(world.received()).toEqual([])
    })

    test('a busy provider means later, and later it works', async () => {
      world.peer.isBusy()
      expect(['later', 'throttled']).toContain((await send()).outcome)
      world.peer.takesAll()
      expect(await send()).toMatchObject({ outcome: 'sent' })
      expect(world.received()).toHaveLength(1)
    })

    test('a refusal for good is not tried again', async () => {
      world.peer.refuses()
      expect(await send()).toMatchObject({ outcome: 'failed' })
      expect(world.received()).toEqual([])
    })

    test('a provider that hangs up may have taken it', async () => {
      world.peer.hangsUp()
      expect(await send()).toMatchObject({ outcome: 'unknown' })
    })

    test('a provider that is not there at all is not there for now', async () => {
      world.peer.hangsUp()
      await world.close()
      expect(await send()).toMatchObject({ outcome: 'later' })
    })

    test('late news is not sent', async () => {
      expect(await send(message.expiresAt)).toEqual({ outcome: 'failed', reason: 'expired' })
      expect(world.received()).toEqual([])
    })

    test('an address of another channel is not written to', async () => {
      const other = OTHER_CHANNEL[world.recipient.channel]
      expect(await world.send(other, message, NOW)).toMatchObject({ outcome: 'failed' })
      expect(world.received()).toEqual([])
    })

    test('no reason repeats the address, for reasons are kept for years', async () => {
      const { channel: _, ...address } = world.recipient
      for (const trouble of ['addressIsDead', 'isBusy', 'refuses', 'hangsUp'] as const) {
        world.peer[trouble]()
        const delivery = JSON.stringify(await send())
        expect(Object.values(address).filter((part) => delivery.includes(part))).toEqual([])
      }
    })
  })
}

import { CHANNELS } from '../../api/domain/notification.ts'
import type { Recipient } from '../../api/ports.ts'
import { fakeSender } from '../fakes/sender.ts'
import { itSends } from './sending.contract.ts'

const RECIPIENTS: Record<Recipient['channel'], Recipient> = {
  'web-push': { channel: 'web-push', endpoint: 'https://push.example/one', p256dh: 'point', auth: 'secret-of-browser' },
  email: { channel: 'email', address: 'ada@example.com' },
  sms: { channel: 'sms', phone: '+14155550100' },
}

for (const channel of CHANNELS) {
  itSends(`the fake for ${channel}`, async () => {
    const { send, sent, answer } = fakeSender(channel)
    return {
      send,
      recipient: RECIPIENTS[channel],
      received: () => sent.map(({ message }) => `${message.text} ${message.url}`),
      peer: {
        takesAll: () => answer({ outcome: 'sent' }),
        addressIsDead: () => answer({ outcome: 'gone', reason: 'no-such-address' }),
        isBusy: () => answer({ outcome: 'later', reason: 'busy', retryAfterMs: 1_000 }),
        refuses: () => answer({ outcome: 'failed', reason: 'refused' }),
        hangsUp: () => answer({ outcome: 'unknown', reason: 'network' }),
      },
      close: async () => answer({ outcome: 'later', reason: 'network' }),
    }
  })
}

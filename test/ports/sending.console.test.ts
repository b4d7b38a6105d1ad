import { expect, test } from 'vitest'
import { consoleSender } from '../../api/adapters/console.ts'
import { CHANNELS } from '../../api/domain/notification.ts'
import type { Recipient } from '../../api/ports.ts'
import { aMessage, NOW } from './messages.ts'

const RECIPIENTS: Record<Recipient['channel'], { recipient: Recipient; to: string; secrets: string[] }> = {
  'web-push': {
    recipient: {
      channel: 'web-push',
      endpoint: 'https://push.example/one/abc',
      p256dh: 'point-of-browser',
      auth: 'secret-of-browser',
    },
    to: 'https://push.example',
    secrets: ['/one/abc', 'point-of-browser', 'secret-of-browser'],
  },
  email: { recipient: { channel: 'email', address: 'ada@example.com' }, to: 'a…@example.com', secrets: ['ada@'] },
  sms: { recipient: { channel: 'sms', phone: '+14155550187' }, to: '…87', secrets: ['5550187', '415555'] },
}

test.each(CHANNELS)(
  'a developer sees each %s message on one line, and nobody can be reached by it',
  async (channel) => {
    const lines: string[] = []
    const { recipient, to, secrets } = RECIPIENTS[channel]
    const message = aMessage(channel)
    expect(await consoleSender((line) => lines.push(line))(recipient, message, NOW)).toEqual({ outcome: 'sent' })
    const [line = ''] = lines
    expect(lines).toHaveLength(1)
    expect(line.trimEnd().split('\n')).toHaveLength(1)
    expect(JSON.parse(line)).toMatchObject({ channel, to, kind: 'arriving-soon', text: message.text })
    expect(secrets.filter((secret) => line.includes(secret))).toEqual([])
  },
)

import type { FailedMessage } from '../../api/contract-messages.ts'

const failed = (n: number, told: Partial<FailedMessage>): FailedMessage => ({
  id: `alder-bay:${n}:delivered:1:email`,
  orderId: `${n}`,
  number: `${1000 + n}`,
  milestone: 'delivered',
  kind: 'delivered',
  channel: 'email',
  at: '2026-04-24T20:12:00-07:00',
  reason: 'smtp-550-5.1.1',
  trouble: 'permanent',
  toldBy: null,
  mayRenew: true,
  ...told,
})

const locals = (...messages: FailedMessage[]): App.Locals => ({
  outgoing: {
    asOf: '2026-04-24T20:30:00-07:00',
    failed: messages,
    replies:
      messages.length > 1
        ? [
            { number: '1042', channel: 'email', at: '2026-04-24T19:24:00-07:00' },
            { number: '1042', channel: 'sms', at: '2026-04-24T19:02:00-07:00' },
          ]
        : [],
    strangers:
      messages.length > 1
        ? [
            {
              ...{ phone: '+17075550177', at: '2026-04-24T18:41:00-07:00' },
              words: 'Hi, my order from Friday came without the receipt. Could you send it to me?',
            },
          ]
        : [],
    email: 'rosa@alderbay.example',
    timeZone: 'America/Los_Angeles',
  },
})

const gonePush = failed(44, {
  channel: 'web-push',
  reason: 'push-410',
  toldBy: 'email',
  mayRenew: false,
  kind: 'out-for-delivery',
})

const droppedByUs = ['too-late', 'copy-rules', 'not-attested', 'nobody-to-send-to'].map((reason, n) =>
  failed(45 + n, { reason, trouble: null, mayRenew: false, ...(reason === 'not-attested' && { channel: 'sms' }) }),
)

/** What the page of messages shows, by its address. */
export const messagePages: Record<string, App.Locals> = {
  '/support/messages': locals(
    failed(41, {}),
    failed(42, {
      channel: 'sms',
      reason: 'twilio-30007',
      trouble: 'filtered',
      kind: 'not-delivered',
      milestone: 'not-delivered',
    }),
    failed(43, { reason: 'stopped-while-sending', trouble: 'unknown', toldBy: null, mayRenew: false }),
    gonePush,
    ...droppedByUs,
  ),
  '/support/messages?told': locals(gonePush),
  '/support/messages?none': locals(),
}

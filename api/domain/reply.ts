/** How somebody wrote back. */
export const REPLY_CHANNELS = ['sms', 'email'] as const
export type ReplyChannel = (typeof REPLY_CHANNELS)[number]

/** What somebody wrote back, as it is kept with the contact. */
export type Reply = {
  replyId: string
  channel: ReplyChannel
  /** Without what they quoted; may be empty where they sent files alone. */
  words: string
  /** By another mail address than the one that is known of the customer. */
  fromElsewhere?: boolean
  /** How many files came with it, which are not kept. */
  files?: number
}

/** What the trail says of it: never a word of theirs. */
export type ReplyData = {
  /** Somebody wrote back; their words are with the contact. */
  'reply.received': { replyId: string; channel: ReplyChannel; orderId?: string; wish?: 'stop' | 'start' | 'help' }
  /** HELP by mail, which is answered by a mail of ours: it was sent, or why it was not. */
  'reply.answered': { replyId: string; orderId: string }
  'reply.unanswered': { replyId: string; orderId: string; reason: string }
}

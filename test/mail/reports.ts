/** What mail systems tell of mails, in their own words (RFC 3464, RFC 5965). */
const lines = (...text: string[]): Buffer => Buffer.from(text.join('\r\n'))
const boundary = '9B095B5ADSN=_01D8'

type Told = { to: string; action?: string; status?: string; original?: string[]; more?: string[] }

/** Postfix: the mail was given up, or is late. */
export const fromPostfix = ({ to, action = 'failed', status = '5.1.1', original = [], more = [] }: Told): Buffer =>
  lines(
    'Return-Path: <>',
    'Date: Fri, 24 Apr 2026 18:22:10 -0700 (PDT)',
    'From: MAILER-DAEMON@mx.track.example (Mail Delivery System)',
    'Subject: Undelivered Mail Returned to Sender',
    `To: ${to}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    'Message-Id: <20260425012210.4B1F@mx.track.example>',
    '',
    `--${boundary}`,
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This is the mail system at host mx.track.example.',
    '',
    `--${boundary}`,
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.track.example',
    'X-Postfix-Queue-ID: 4B1F',
    `X-Postfix-Sender: rfc822; ${to}`,
    '',
    'Final-Recipient: rfc822; ana@example.com',
    'Original-Recipient: rfc822;ana@example.com',
    `Action: ${action}`,
    `Status: ${status}`,
    'Remote-MTA: dns; mail.example.com',
    'Diagnostic-Code: smtp; 550 5.1.1 <ana@example.com>: Recipient address',
    '    rejected: User unknown in local recipient table',
    ...more,
    '',
    `--${boundary}`,
    'Content-Description: Undelivered Message',
    'Content-Type: message/rfc822',
    '',
    'Subject: Delivered',
    'Auto-Submitted: auto-generated',
    ...original,
    '',
    'Your order was handed over at the door.',
    `--${boundary}--`,
    '',
  )

/** Exchange: with capitals of its own, the status in base64, and the headers of the mail only. */
export const fromExchange = ({ to, action = 'Failed', status = '5.2.2' }: Told): Buffer =>
  lines(
    'From: <postmaster@example.com>',
    `To: <${to}>`,
    'Date: Fri, 24 Apr 2026 18:22:10 -0700',
    'Content-Type: multipart/report; report-type=delivery-status;',
    ` boundary="${boundary}"`,
    'X-MS-Exchange-Message-Is-Ndr:',
    'Content-Language: en-US',
    'Message-ID: <7bd2f@EXCH01.example.com>',
    'Subject: Undeliverable: Delivered: your order',
    'Auto-Submitted: auto-replied',
    '',
    `--${boundary}`,
    'Content-Type: text/html; charset="us-ascii"',
    '',
    '<p>The mailbox is full.</p>',
    `--${boundary}`,
    'Content-type: message/delivery-status',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(
      `Reporting-MTA: dns;EXCH01.example.com\r\n\r\nFinal-recipient: RFC822;ana@example.com\r\nAction: ${action}\r\nStatus: ${status}\r\n`,
    ).toString('base64'),
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    'Subject: Delivered: your order',
    `--${boundary}--`,
    '',
  )

/** A mailbox provider: its reader called the mail abuse. It goes to an address that the operator gave the provider. */
export const complaint = ({
  kind = 'abuse',
  original,
  to = 'fbl@track.example',
}: {
  kind?: string
  original: string[]
  to?: string
}): Buffer =>
  lines(
    'From: <abusedesk@provider.example>',
    'Date: Fri, 24 Apr 2026 19:00:00 -0700',
    'Subject: FW: Delivered: your order',
    `To: <${to}>`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=feedback-report; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset="US-ASCII"',
    'Content-Transfer-Encoding: 7bit',
    '',
    'This is an email abuse report for an email message received from 192.0.2.1.',
    `--${boundary}`,
    'Content-Type: message/feedback-report',
    '',
    `Feedback-Type: ${kind}`,
    'User-Agent: SomeGenerator/1.0',
    'Version: 1',
    'Original-Mail-From: <redacted>',
    '',
    `--${boundary}`,
    'Content-Type: message/rfc822',
    'Content-Disposition: inline',
    '',
    ...original,
    '',
    'Your order was handed over at the door.',
    `--${boundary}--`,
    '',
  )

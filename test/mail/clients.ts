/** Replies as the programs that people read their mail with write them, to be sent to whatever address. */
export type ClientMail = { client: string; raw: (to: string) => Buffer; words: string }

const SENT = 'deliveries@track.example'
const lines = (...text: string[]): string => text.join('\r\n')

const head = (to: string, more: string[], id: string): string[] => [
  'Return-Path: <ana@example.com>',
  'Received: from mail.example.com (mail.example.com [192.0.2.7]) by mx.track.example with ESMTPS; Fri, 24 Apr 2026 18:31:02 -0700 (PDT)',
  'MIME-Version: 1.0',
  'Date: Fri, 24 Apr 2026 18:31:00 -0700',
  `Message-ID: <${id}@mail.example.com>`,
  'In-Reply-To: <q7bZ@track.example>',
  'References: <q7bZ@track.example>',
  'Subject: Re: On the way: arriving 6:20-6:40 PM',
  'From: Ana Reyes <ana@example.com>',
  `To: Alder Bay Provisions <${to}>`,
  ...more,
]

const quotedPrintable = (text: string, charset: BufferEncoding): string =>
  [...Buffer.from(text.replaceAll('\n', '\r\n'), charset)]
    .map((byte) =>
      byte === 13 || byte === 10 || (byte >= 32 && byte < 127 && byte !== 61)
        ? String.fromCharCode(byte)
        : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('')
    .split('\r\n')
    .map((line) =>
      line.replace(/(.{70}(?:=[\dA-F]{2})?)(?=.)/g, (piece) => (/=[\dA-F]?$/.test(piece) ? piece : `${piece}=\r\n`)),
    )
    .join('\r\n')

type Encoding = '7bit' | 'quoted-printable' | 'base64'
function part(type: string, text: string, encoding: Encoding, charset = 'utf-8'): string[] {
  const bytes = charset === 'utf-8' || charset === 'us-ascii' ? 'utf8' : 'latin1'
  const encoded = {
    '7bit': () => text.replaceAll('\n', '\r\n'),
    'quoted-printable': () => quotedPrintable(text, bytes),
    base64: () =>
      Buffer.from(text.replaceAll('\n', '\r\n'), bytes)
        .toString('base64')
        .replace(/(.{76})/g, '$1\r\n'),
  }
  return [
    `Content-Type: ${type}; charset="${charset}"`,
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    encoded[encoding](),
  ]
}

const alternative = (...parts: string[][]): string[] => [
  'Content-Type: multipart/alternative; boundary="000000000000a1b2c3"',
  '',
  ...parts.flatMap((one) => ['--000000000000a1b2c3', ...one]),
  '--000000000000a1b2c3--',
  '',
]

const OURS = `Alder Bay Provisions
On the way

6:20–6:40 PM
Friday, April 24

Sam is on the way with your order 1042. There are 2 stops before yours.

Change or stop messages:
https://track.example/t/q3N8xZr1c0mE2bT7uVw9aA/messages`
const quoted = (text: string): string => text.replaceAll(/^/gm, '> ').replaceAll('> \n', '>\n')
const ownHtml = OURS.replaceAll('\n', '<br>')

let count = 0
const mail = (client: string, words: string, body: string[]): ClientMail => {
  count += 1
  const id = `client-${count}`
  return { client, words, raw: (to) => Buffer.from(lines(...head(to, body, id)), 'latin1') }
}

export const CLIENTS: ClientMail[] = [
  mail(
    'Gmail in a browser',
    'Could the driver ring twice? The bell is weak.\n\nThank you!',
    alternative(
      part(
        'text/plain',
        `Could the driver ring twice? The bell is weak.\n\nThank you!\n\nOn Fri, Apr 24, 2026 at 6:20 PM Alder Bay Provisions <\n${SENT}> wrote:\n\n${quoted(OURS)}\n`,
        'quoted-printable',
      ),
      part(
        'text/html',
        `<div dir="ltr">Could the driver ring twice? The bell is weak.<div><br></div><div>Thank you!</div></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Fri, Apr 24, 2026 at 6:20 PM Alder Bay Provisions &lt;<a href="mailto:${SENT}">${SENT}</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">${ownHtml}</blockquote></div>`,
        'quoted-printable',
      ),
    ),
  ),
  mail(
    'Gmail in Spanish',
    '¿Puede tocar dos veces? El timbre no suena. Muchísimas gracias, señor.',
    alternative(
      part(
        'text/plain',
        `¿Puede tocar dos veces? El timbre no suena. Muchísimas gracias, señor.\n\nEl vie, 24 abr 2026 a las 18:20, Alder Bay Provisions (<\n${SENT}>) escribió:\n\n${quoted(OURS)}\n`,
        'base64',
      ),
      part('text/html', `<div dir="auto">¿Puede tocar dos veces?</div>`, 'base64'),
    ),
  ),
  mail(
    'an iPhone',
    'I am on the porch.',
    part(
      'text/plain',
      `I am on the porch. \n\nSent from my iPhone\n\n> On Apr 24, 2026, at 6:20 PM, Alder Bay Provisions <${SENT}> wrote:\n> \n> \ufeff\n${quoted(OURS)}\n`,
      'quoted-printable',
    ),
  ),
  mail(
    'an iPhone in Spanish',
    'Estoy en la puerta',
    part(
      'text/plain',
      `Estoy en la puerta\n\nEnviado desde mi iPhone\n\n> El 24 abr 2026, a las 6:20 p.m., Alder Bay Provisions <${SENT}> escribió:\n> \n${quoted(OURS)}\n`,
      'quoted-printable',
    ),
  ),
  mail(
    'Apple Mail on a Mac',
    'Please call when you are here.',
    part(
      'text/plain',
      `Please call when you are here.\n\n-- \nAna Reyes\n(707) 555-0141\n\n> On Apr 24, 2026, at 6:20 PM, Alder Bay Provisions <${SENT}> wrote:\n> \n${quoted(OURS)}\n`,
      'quoted-printable',
    ),
  ),
  mail(
    'Outlook on Windows',
    'Please leave it with Mr. Peña next door.',
    part(
      'text/plain',
      `Please leave it with Mr. Peña next door.\n\n \n\nFrom: Alder Bay Provisions <${SENT}> \nSent: Friday, April 24, 2026 6:20 PM\nTo: ana@example.com\nSubject: On the way: arriving 6:20-6:40 PM\n\n \n\n${OURS.replaceAll('–', '-')}\n`,
      'quoted-printable',
      'iso-8859-1',
    ),
  ),
  mail(
    'Outlook in Spanish',
    'Llego en diez minutos, mañana también estoy',
    part(
      'text/plain',
      `Llego en diez minutos, mañana también estoy\n\n________________________________\nDe: Alder Bay Provisions <${SENT}>\nEnviado: viernes, 24 de abril de 2026 18:20\nPara: ana@example.com <ana@example.com>\nAsunto: En camino\n\n${OURS.replaceAll('–', '-')}\n`,
      'base64',
      'windows-1252',
    ),
  ),
  mail(
    'Outlook on a phone',
    'Running ten minutes late',
    part(
      'text/plain',
      `Running ten minutes late\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nFrom: Alder Bay Provisions <${SENT}>\nSent: Friday, April 24, 2026 6:20:11 PM\nTo: ana@example.com <ana@example.com>\nSubject: On the way: arriving 6:20-6:40 PM\n\n${OURS}\n`,
      'base64',
    ),
  ),
  mail(
    'Yahoo',
    'Side door please',
    part(
      'text/plain',
      ` Side door please\n\nSent from Yahoo Mail for iPhone\n\n\nOn Friday, April 24, 2026, 6:20 PM, Alder Bay Provisions <${SENT}> wrote:\n\n${OURS}\n`,
      'quoted-printable',
    ),
  ),
  mail(
    'Yahoo in Spanish',
    'La puerta de al lado, por favor',
    part(
      'text/plain',
      ` La puerta de al lado, por favor\n    El viernes, 24 de abril de 2026, 06:20:11 p. m. PDT, Alder Bay Provisions <${SENT}> escribió:  \n \n ${OURS}\n`,
      'base64',
    ),
  ),
  mail(
    'Yahoo on Android',
    'Gate is open',
    part(
      'text/plain',
      `Gate is open\n\nYahoo Mail: Search, Organize, Conquer \n \n  On Fri, Apr 24, 2026 at 6:20 PM, Alder Bay Provisions<${SENT}> wrote:   ${OURS}\n`,
      'quoted-printable',
    ),
  ),
  mail(
    'a Samsung phone',
    'Please ring at the gate',
    part(
      'text/plain',
      `Please ring at the gate\n\n\n\nSent from my Galaxy\n\n\n-------- Original message --------\nFrom: Alder Bay Provisions <${SENT}> \nDate: 4/24/26  6:20 PM  (GMT-08:00) \nTo: ana@example.com \nSubject: On the way: arriving 6:20-6:40 PM \n\n${OURS}\n`,
      'base64',
    ),
  ),
  mail(
    'AOL',
    'No need to hurry',
    part(
      'text/plain',
      `No need to hurry\n\nIn a message dated 4/24/2026 6:20:11 PM Pacific Daylight Time, ${SENT} writes:\n\n${OURS}\n`,
      'quoted-printable',
    ),
  ),
  mail(
    'Proton Mail',
    'Thanks, see you soon.',
    part(
      'text/plain',
      `Thanks, see you soon.\n\nSent with [Proton Mail](https://proton.me/mail/home) secure email.\n\nOn Friday, April 24th, 2026 at 6:20 PM, Alder Bay Provisions <${SENT}> wrote:\n\n${quoted(OURS)}\n`,
      'quoted-printable',
    ),
  ),
  mail(
    'Outlook in a browser, which writes HTML alone',
    'Is the side door fine?\n\nAna & Luis',
    part(
      'text/html',
      `<html><head><style>p{margin:0}</style></head><body dir="ltr"><div class="elementToProof">Is the <b>side door</b> fine?</div><div class="elementToProof"><br></div><div class="elementToProof">Ana &amp; Luis</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif"><b>From:</b> Alder Bay Provisions &lt;${SENT}&gt;<br><b>Sent:</b> Friday, April 24, 2026 6:20 PM<br><b>To:</b> ana@example.com &lt;ana@example.com&gt;<br><b>Subject:</b> On the way</font><div>&nbsp;</div></div><div>${ownHtml}</div></body></html>`,
      'quoted-printable',
    ),
  ),
  mail(
    'Thunderbird, below the quotation',
    'Yes, that is fine.',
    part(
      'text/plain; format=flowed',
      `On 4/24/26 18:20, Alder Bay Provisions wrote:\n${quoted(OURS)}\n\nYes, that is fine.\n`,
      '7bit',
    ),
  ),
]

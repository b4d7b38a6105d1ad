import type { Locale } from '../api/domain/contact.ts'
import { accents } from './colour.ts'
import { html, type Markup } from './markup.ts'
import { spoken } from './neutral.ts'
import { styleSheet } from './style-sheet.ts'
import type { Facts, Letter, Words } from './template.ts'

const FOOT: Record<Locale, { license: string; call: string; details: string; stop: string }> = {
  en: {
    license: 'License',
    call: 'Call',
    details: 'Full business details are on your tracking page.',
    stop: 'Change or stop messages',
  },
  es: {
    license: 'Licencia',
    call: 'Llame al',
    details: 'Los datos completos del negocio están en su página de seguimiento.',
    stop: 'Cambiar o detener los mensajes',
  },
}

type Page = { letter: Letter; words: Words; facts: Facts; locale: Locale }

/** The legal name, when it may be written in a message at all, and the licence number always. */
function legalLines({ facts, locale }: Page): string[] {
  const legalName = spoken(facts.dispensary.legalName)
  const license = `${FOOT[locale].license} ${facts.dispensary.licence}`
  return legalName ? [legalName, license] : [license, FOOT[locale].details]
}

/** Where every message can be turned off, one by one or all. */
const stopUrl = ({ url }: Words): string => `${url}/messages`

export function letterText(page: Page): string {
  const { letter, words, locale } = page
  const ready = letter.ready ? [`${letter.ready.title}. ${letter.ready.text}`] : []
  return [
    [words.sender, letter.eyebrow].join('\n'),
    [letter.headline, ...(letter.under ? [letter.under] : [])].join('\n'),
    ...letter.paragraphs,
    ...ready,
    ...(letter.button ? [`${letter.button}:\n${words.url}`] : []),
    [...legalLines(page), `${FOOT[locale].call} ${words.phone}`].join('\n'),
    `${FOOT[locale].stop}:\n${stopUrl(words)}`,
  ].join('\n\n')
}

/** Big while it fits one line of a phone. */
const sizeOf = (headline: string): 'large' | 'middle' | 'small' =>
  headline.length <= 15 ? 'large' : headline.length <= 19 ? 'middle' : 'small'
const PIXELS = { large: 46, middle: 37, small: 30 }

/** A time keeps its PM on its line. */
const unbroken = (headline: string): string => headline.replace(/ (?=[ap]\.? ?m\b)/gi, '\u00a0')

const dial = (phone: string): string => `tel:${phone.replace(/[^\d+]/g, '')}`

export function letterHtml(page: Page): string {
  const { letter, words, facts, locale } = page
  const { light } = accents(facts.dispensary.accent)
  const size = sizeOf(letter.headline)
  const initial = [...words.sender][0]?.toLocaleUpperCase(locale)
  return html`<!doctype html>
<html lang="${locale}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<meta name="x-apple-disable-message-reformatting">
<title>${letter.subject}</title>
${styleSheet(facts.dispensary.accent)}
</head>
<body class="page" style="margin:0;padding:0;background:#f3f2ee;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${letter.preview}${filler}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f3f2ee;font-family:${FONT}">
<tr><td align="center" class="around" style="padding:32px 12px">
<!--[if mso]><table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background:#ffffff;border-radius:20px;border:1px solid #e6e4de">
<tr><td class="inside" style="padding:28px 40px 0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
<td width="40" valign="middle" style="width:40px"><div class="button" style="width:40px;height:40px;border-radius:12px;background:${light.fill};color:${light.ink};font-size:19px;font-weight:700;line-height:40px;text-align:center">${initial}</div></td>
<td class="ink" style="padding-left:12px;font-size:16px;line-height:20px;font-weight:600;color:#141615">${words.sender}</td>
</tr></table>
</td></tr>
<tr><td class="inside" style="padding:36px 40px 0">
<p class="accent" style="margin:0 0 6px;font-size:15px;line-height:20px;font-weight:600;color:${light.words}">${letter.eyebrow}</p>
<h1 class="ink ${size}" style="margin:0;font-size:${PIXELS[size]}px;line-height:1.12;font-weight:700;letter-spacing:-0.025em;color:#141615">${unbroken(letter.headline)}</h1>
${letter.under && html`<p class="soft" style="margin:6px 0 0;font-size:16px;line-height:24px;color:#62665f">${letter.under}</p>`}
</td></tr>
${letter.progress && progress(letter.progress, light.fill)}
<tr><td class="inside" style="padding:24px 40px 0">
${letter.paragraphs.map((text) => html`<p class="ink" style="margin:0 0 10px;font-size:17px;line-height:26px;color:#2b2e2c">${text}</p>`)}
</td></tr>
<tr><td class="inside" style="padding:18px 40px 0">
${letter.button && button('button', words.url, letter.button, { ground: light.fill, edge: light.fill, ink: light.ink })}
${letter.button && letter.call && html`<div style="height:10px;line-height:10px;font-size:10px">&nbsp;</div>`}${letter.call && button('outline', dial(words.phone), letter.call, { ground: '#ffffff', edge: '#cfcdc5', ink: '#141615' })}
</td></tr>
${letter.ready && ready(letter.ready)}
<tr><td class="inside" style="padding:32px 40px 30px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="soft line" style="padding-top:18px;border-top:1px solid #e6e4de;font-size:13px;line-height:20px;color:#62665f">
${legalLines(page).map((line) => html`${line}<br>`)}<a href="${dial(words.phone)}" class="soft" style="color:#62665f;text-decoration:underline">${words.phone}</a><br><a href="${stopUrl(words)}" class="soft" style="color:#62665f;text-decoration:underline">${FOOT[locale].stop}</a>
</td></tr></table>
</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
`.markup
}

const FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Helvetica,Arial,sans-serif"

/** Keeps the inbox from showing the body after the preview. */
const filler: Markup = { markup: '&#847;&zwnj;&nbsp;'.repeat(60) }

type Look = { ground: string; edge: string; ink: string }

const button = (kind: 'button' | 'outline', href: string, words: string, { ground, edge, ink }: Look): Markup =>
  html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" class="${kind}" style="border-radius:14px;background:${ground};border:1px solid ${edge}"><a href="${href}" class="${kind}-words" style="display:block;padding:16px 20px;font-size:17px;line-height:22px;font-weight:600;text-decoration:none;border-radius:14px;color:${ink}">${words}</a></td></tr></table>`

/** Four bars; the words above say the same, so it is nothing to be read aloud. */
const progress = (
  done: number,
  fill: string,
): Markup => html`<tr><td class="inside" style="padding:22px 40px 0" aria-hidden="true">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
${[1, 2, 3, 4].map(
  (quarter) =>
    html`${quarter > 1 ? html`<td width="6" style="width:6px;font-size:0;line-height:0">&nbsp;</td>` : undefined}<td class="${quarter <= done ? 'button' : 'track'}" height="6" style="height:6px;border-radius:3px;font-size:0;line-height:0;background:${quarter <= done ? fill : '#e6e4de'}">&nbsp;</td>`,
)}
</tr></table>
</td></tr>`

const ready = ({
  title,
  text,
}: {
  title: string
  text: string
}): Markup => html`<tr><td class="inside" style="padding:18px 40px 0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="panel" style="padding:18px 20px;border-radius:14px;background:#f6f5f1">
<p class="ink" style="margin:0;font-size:16px;line-height:23px;font-weight:600;color:#141615">${title}</p>
<p class="soft" style="margin:2px 0 0;font-size:15px;line-height:22px;color:#62665f">${text}</p>
</td></tr></table>
</td></tr>`

import type { SupportWording } from '../../api/contract-wording.ts'
import { clockOf } from '../../widget/clock.ts'
import { KINDS } from './messages-told.ts'

type Message = SupportWording['messages'][number]
type Worded = Message['languages'][number]
type Preview = Worded['previews'][number]
type Fault = Preview['faults'][number]

const LANGUAGES: Record<Worded['locale'], string> = { en: 'English', es: 'Spanish' }

const RULES: Record<Fault['rule'], (found: string) => string> = {
  'product-word': (found) => `“${found}” is a word for the goods, which no message may name.`,
  price: (found) => `“${found}” reads as a price, which no message may name.`,
  quantity: (found) => `“${found}” reads as a quantity of the goods, which no message may name.`,
  address: (found) => `“${found}” reads as an address, and a lock screen is read by others.`,
  'short-link': (found) => `“${found}” is a link that hides where it leads.`,
  'full-name': (found) => `“${found}” reads as somebody’s whole name; a first name may stand.`,
  alphabet: (found) => `A text message cannot carry “${found}”.`,
  length: (found) => `The text message would take ${found}; two are the most.`,
  placeholder: (found) => `“${found}” is nothing that this message knows.`,
  link: (found) => `Phones would make a link of “${found}”; the only one in a message is the tracking page.`,
  'sentence-length': (found) => `It has ${found} characters, more than a lock screen shows.`,
  'changed-meanwhile': () => 'Somebody else has changed it meanwhile. What holds now stands among the versions below.',
}
const tellFault = ({ rule, found }: Fault): string => RULES[rule](found)

type PreviewTold = { title: string; text: string; url: string; verdict: string; isFine: boolean }
/** One message in one language, as its page prints it. */
export type WordedTold = {
  anchor: string
  kind: string
  locale: string
  heading: string
  version: number
  value: string
  hint: string
  fault: string | null
  isDraft: boolean
  push: PreviewTold
  letter: PreviewTold
  sms: PreviewTold
  versions: { version: number; text: string; who: string; isCurrent: boolean }[]
}

export function tellWording(view: SupportWording): { title: string; anchor: string; languages: WordedTold[] }[] {
  return view.messages.map((message) => ({
    title: KINDS[message.kind],
    anchor: message.kind,
    languages: message.languages.map((worded) => tellWorded(view, message, worded)),
  }))
}

function tellWorded({ longestSentence, timeZone }: SupportWording, message: Message, worded: Worded): WordedTold {
  const { locale, version, text, draft, versions } = worded
  const clock = clockOf('en', timeZone)
  const of = (channel: Preview['channel']): PreviewTold => tellPreview(worded.previews, channel)
  const names = message.placeholders.map((name) => `{${name}}`).join(', ')
  return {
    ...{ anchor: `${message.kind}-${locale}`, kind: message.kind, locale, version },
    heading: LANGUAGES[locale],
    value: draft?.text ?? text,
    hint: `At most ${longestSentence} characters; it may name ${names}. Left empty, or where one of these is not known, Doorstep’s own words go out.`,
    fault: draft?.fault ? tellFault(draft.fault) : null,
    isDraft: draft !== null,
    ...{ push: of('web-push'), letter: of('email'), sms: of('sms') },
    versions: versions.map((one, index) => ({
      version: one.version,
      text: one.text || 'Doorstep’s own words',
      who: `${one.by ?? 'somebody who left'}, ${clock.day(one.at)}, ${clock.time(one.at)}`,
      isCurrent: index === 0,
    })),
  }
}

function tellPreview(previews: Preview[], channel: Preview['channel']): PreviewTold {
  const {
    title = '',
    text = '',
    letterUrl,
    segments,
    faults = [],
  } = previews.find((one) => one.channel === channel) ?? {}
  const parts = segments ? `${segments === 1 ? 'One part' : `${segments} parts`}. ` : ''
  const verdict = faults.length === 0 ? 'Keeps the rules.' : faults.map(tellFault).join(' ')
  return { title, text, url: letterUrl ?? '', verdict: parts + verdict, isFine: faults.length === 0 }
}

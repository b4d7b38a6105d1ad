import { render } from 'preact'
import { accentRule } from './accent.ts'
import { Contact } from './Contact.tsx'
import type { Knowledge } from './live.ts'
import type { Locale } from './messages.ts'
import { Ready } from './Ready.tsx'
import { quiet, type Quiet } from './quiet.ts'
import css from './tracker.css?inline'
import { Tracker } from './Tracker.tsx'
import { loadDoorVoice, loadVoice } from './voice.ts'

export type Shown = {
  knowledge: Knowledge
  hasToken: boolean
  /** What the page asks for; without it the language of the order. */
  lang: string | null
  theme: string
  now: number
}

/** Draws what is known into the shadow tree of an element. */
export async function show(root: ShadowRoot, { knowledge, hasToken, lang, theme, now }: Shown): Promise<void> {
  const { view, heardAt, link } = knowledge
  const locale = localeOf(lang) ?? view?.locale ?? 'en'
  const [voice, door] = view ? await Promise.all([loadVoice(locale), loadDoorVoice(locale)]) : []
  dress(root, view?.dispensary.accent)
  render(
    <div class="doorstep frame card" data-theme={theme}>
      {view && voice && door ? (
        <Tracker
          {...{ view, voice, now, link }}
          heardAt={heardAt ?? now}
          heading={2}
          ready={<Ready key="ready" view={view} voice={door} heading={3} />}
          contact={<Contact view={view} voice={{ ...voice, ...door }} />}
        />
      ) : (
        <p class="quiet" role="status" lang={locale}>
          {quiet[locale][whyQuiet(link, hasToken)]}
        </p>
      )}
    </div>,
    root,
  )
}

function whyQuiet(link: Knowledge['link'], hasToken: boolean): Quiet {
  if (link === 'unknown' || !hasToken) return 'unknownLink'
  return link === 'lost' ? 'unreachable' : 'loading'
}

const localeOf = (lang: string | null): Locale | null => {
  const language = lang?.slice(0, 2).toLowerCase()
  return language === 'en' || language === 'es' ? language : null
}

/** The style sheet once, and the accent whenever it is known; the page around may set its own on the element. */
function dress(root: ShadowRoot, accent = ''): void {
  const known = worn.get(root)
  const own = known ?? new CSSStyleSheet()
  own.replaceSync(accentRule(':host', accent))
  if (known) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet, own]
  worn.set(root, own)
}
const worn = new WeakMap<ShadowRoot, CSSStyleSheet>()

import { render } from 'preact'
import type { TrackView } from '../api/contract.ts'
import { accentRule } from './accent.ts'
import { Compact } from './Compact.tsx'
import type { DoorstepTracker } from './element.ts'
import { lineWords } from './line-words.ts'
import type { Knowledge } from './live.ts'
import type { Locale } from './messages.ts'
import { namePieces } from './pieces.ts'
import { quiet, type Quiet } from './quiet.ts'
import css from './styles/element.css?inline'
import { tellLine } from './tell-line.ts'
import { wear } from './wear.ts'

/** What only some elements show: fetched beside the first question for the order, or when it is needed. */
let card: typeof import('./card.tsx') | undefined
let form: typeof import('./look-up.tsx') | undefined

/** Draws what is known into the shadow tree of an element; `again` draws anew when more of the code is there. */
export function show(element: DoorstepTracker, news: Knowledge, again: () => void): void {
  const root = element.shadowRoot as ShadowRoot
  const { view, link } = news
  const { layout, token } = element
  const isForm = !token && element.dispensary !== ''
  const isLine = layout === 'bar' || layout === 'badge'
  const locale = localeOf(element.lang) ?? view?.locale ?? localeOf(navigator.language) ?? 'en'
  const says = whyQuiet(news, token !== '' || isForm)
  // A line about no order would be an empty place in somebody's header.
  const isHidden = !view && (isLine || (says !== 'loading' && element.hideOnError))
  dress(root, accentRule(':host', view?.dispensary.accent ?? '') + (isHidden ? ':host{display:none!important}' : ''))

  const inside = () => {
    if (isForm ? !form : !card) fetchCode(isForm).then(again, () => undefined)
    const now = Date.now()
    const parts = element.parts.split(/[\s,]+/)
    // Both are one answer, of which each may stand alone: the style sheet hides the other.
    const without = ['status', 'window'].filter((part) => !parts.includes(part)).map((part) => ` no-${part}`)
    return (
      <div class={`frame card${without.join('')}`}>
        {isForm && form ? (
          <form.LookUp {...{ element, locale }} />
        ) : view && card ? (
          <card.Card
            {...{ view, link, locale, now, root }}
            heardAt={news.heardAt ?? now}
            has={(part) => parts.includes(part)}
          />
        ) : (
          // Another text is another element: the same one, with its middle elsewhere, would count as a jump.
          <p key={view ? 'line' : says} class="quiet" role="status" lang={locale}>
            {view ? inOneLine(view, locale) : quiet[locale][says]}
          </p>
        )}
      </div>
    )
  }
  render(
    <div class={isLine ? `doorstep ${layout}` : 'doorstep'} dir="ltr" data-theme={element.theme}>
      {isLine ? view && <Compact {...{ view, locale, card: inside }} isBadge={layout === 'badge'} /> : inside()}
    </div>,
    root,
  )
  namePieces(root)
}

const fetchCode = async (isForm: boolean): Promise<unknown> =>
  isForm ? (form ??= await import('./look-up.tsx')) : (card ??= await import('./card.tsx'))

function whyQuiet({ view, link }: Knowledge, isAsking: boolean): Quiet {
  if (!view && link === 'lost') return 'unreachable'
  return link === 'unknown' || !isAsking ? 'unknownLink' : 'loading'
}

/** Until the rest of the code is there, or if it cannot be had. */
function inOneLine(view: TrackView, locale: Locale): string {
  const { headline, when } = tellLine(view, { locale, say: lineWords[locale] })
  return when ? `${headline}: ${when}` : headline
}

const localeOf = (lang: string): Locale | null => {
  const language = lang.slice(0, 2).toLowerCase()
  return language === 'en' || language === 'es' ? language : null
}

/** The accent whenever it is known, above the style sheet; the page around may set its own on the element. */
function dress(root: ShadowRoot, rules: string): void {
  const own = worn.get(root) ?? new CSSStyleSheet()
  own.replaceSync(rules)
  if (worn.has(root)) return
  worn.set(root, own)
  root.adoptedStyleSheets = [own]
  wear(root, css)
}
const worn = new WeakMap<ShadowRoot, CSSStyleSheet>()

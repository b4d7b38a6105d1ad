import type { TrackView } from '../api/contract.ts'
import { Answer } from './Answer.tsx'
import type { PartName } from './attributes.ts'
import { Contact } from './Contact.tsx'
import doorEn from './door-en.ts'
import doorEs from './door-es.ts'
import { MapPane } from './MapPane.tsx'
import en from './messages-en.ts'
import es from './messages-es.ts'
import type { Knowledge } from './live.ts'
import type { Locale } from './messages.ts'
import { Ready } from './Ready.tsx'
import { Steps } from './Steps.tsx'
import css from './styles/card.css?inline'
import { tellAnswer } from './tell.ts'
import { tellSteps } from './tell-steps.ts'
import { Tracker } from './Tracker.tsx'
import { wear } from './wear.ts'

const VOICES = {
  en: { locale: 'en', say: en, door: doorEn },
  es: { locale: 'es', say: es, door: doorEs },
} as const

type Props = {
  view: TrackView
  heardAt: number
  now: number
  link: Knowledge['link']
  locale: Locale
  has: (part: PartName) => boolean
  root: ShadowRoot
}

/** The whole of an order, as far as its parts are wanted. */
export function Card({ view, heardAt, now, link, locale, has, root }: Props) {
  wear(root, css)
  const voice = VOICES[locale]
  return (
    <Tracker
      {...{ view, voice, heardAt, now, link }}
      answer={<Answer told={tellAnswer(view, voice)} heading={2} />}
      steps={has('steps') && <Steps key="steps" steps={tellSteps(view, voice)} />}
      pane={has('map') && <MapPane key="pane" {...{ view, voice }} sinceMs={now - heardAt} />}
      ready={has('id') && <Ready key="ready" {...{ view, voice }} heading={3} />}
      contact={has('contact') && <Contact key="contact" {...{ view, voice }} />}
    />
  )
}

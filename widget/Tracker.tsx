import type { ComponentChildren } from 'preact'
import type { TrackView } from '../api/contract.ts'
import { Answer } from './Answer.tsx'
import { Contact } from './Contact.tsx'
import { Freshness } from './Freshness.tsx'
import type { Knowledge } from './live.ts'
import { MapPane } from './MapPane.tsx'
import { isExit } from './over.ts'
import { Ready } from './Ready.tsx'
import { Steps } from './Steps.tsx'
import { tellAnswer } from './tell.ts'
import { tellMap } from './tell-map.ts'
import { tellReady } from './tell-ready.ts'
import { tellSteps } from './tell-steps.ts'
import type { Voice } from './voice.ts'

export type TrackerProps = {
  view: TrackView
  voice: Voice
  /** When the view was last confirmed, and this moment, both by this device's clock. */
  heardAt: number
  now: number
  link: Knowledge['link']
  /** The level of the first heading: 1 where the tracker is the page. */
  heading: 1 | 2
  /** The picture of the door, where the page is printed whole. */
  drawing?: string | undefined
  /** What the page adds of its own. */
  children?: ComponentChildren
}

/** The whole view of one order: when, what to have ready, how far it has come, and whom to ask. */
export function Tracker({ view, voice, heardAt, now, link, heading, drawing, children }: TrackerProps) {
  const { say, locale } = voice
  const pane = (
    <MapPane
      key="pane"
      view={view}
      words={tellMap(view, voice, now - heardAt)}
      label={say.map.label}
      drawing={drawing}
    />
  )
  // Who has nobody to wait for looks for whom to call.
  const isCallFirst = isExit(view)
  return (
    <div
      class={isCallFirst ? 'tracker call-first' : 'tracker'}
      lang={locale}
      data-milestone={view.milestone}
      data-delayed={view.delayed}
    >
      <header class="masthead">
        <p class="store">{view.dispensary.name}</p>
        <p class="order">{say.order(view.orderNumber)}</p>
      </header>
      <Answer told={tellAnswer(view, voice)} heading={heading} />
      <Freshness view={view} heardAt={heardAt} link={link} now={now} voice={voice} />
      <Steps steps={tellSteps(view, voice)} />
      <Ready title={say.ready.title} items={tellReady(view, voice)} heading={heading === 1 ? 2 : 3} />
      {!isCallFirst && pane}
      {children}
      <Contact dispensary={view.dispensary} say={say} />
      {isCallFirst && pane}
    </div>
  )
}

import type { ComponentChildren } from 'preact'
import type { TrackView } from '../api/contract.ts'
import { Freshness } from './Freshness.tsx'
import type { Knowledge } from './live.ts'
import { isExit } from './over.ts'
import { tellWait } from './tell-wait.ts'
import type { Voice } from './voice.ts'

export type TrackerProps = {
  view: TrackView
  voice: Voice
  /** When the view was last confirmed, and this moment, both by this device's clock. */
  heardAt: number
  now: number
  link: Knowledge['link']
  /**
   * What it arranges, given by whoever shows it, for a page need not carry the code of all: when, how far it has come,
   * the map or the door, what to have ready, whom to ask.
   */
  answer: ComponentChildren
  steps: ComponentChildren
  pane: ComponentChildren
  ready: ComponentChildren
  contact: ComponentChildren
  /** What a page adds of its own: a logo, what stands right below the answer, and what before the contact. */
  logo?: ComponentChildren
  below?: ComponentChildren
  children?: ComponentChildren
}

/** The whole view of one order: when, what to have ready, how far it has come, and whom to ask. */
export function Tracker({ view, voice, heardAt, now, link, answer, steps, pane, ...adds }: TrackerProps) {
  const { say, locale } = voice
  const wait = tellWait(view, voice, now - heardAt)
  // Who has nobody to wait for looks for whom to call.
  const isCallFirst = isExit(view)
  // Who is about to be rung at sees what to bring to the door; who has it at hand, where the driver is.
  const isAlmostThere = view.milestone === 'arriving-soon' || view.milestone === 'arrived'
  const isMapFirst = isAlmostThere && view.idReady === true
  return (
    <div
      class={isCallFirst ? 'tracker call-first' : 'tracker'}
      lang={locale}
      data-milestone={view.milestone}
      data-delayed={view.delayed}
    >
      <header class="masthead">
        <p class="store">
          {adds.logo}
          {view.dispensary.name}
        </p>
        <p class="order">{say.order(view.orderNumber)}</p>
      </header>
      {answer}
      {wait && (
        <p class="wait">
          <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            <path d={`M0 .5H${wait.share * 100}`} />
          </svg>
          {wait.words}
        </p>
      )}
      <Freshness view={view} heardAt={heardAt} link={link} now={now} voice={voice} />
      {adds.below}
      {isMapFirst && pane}
      {!isAlmostThere && steps}
      {isCallFirst && adds.contact}
      {adds.ready}
      {isAlmostThere && steps}
      {!isMapFirst && !isCallFirst && pane}
      {adds.children}
      {!isCallFirst && adds.contact}
      {isCallFirst && pane}
    </div>
  )
}

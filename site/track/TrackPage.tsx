import type { TrackView } from '../../api/contract.ts'
import type { Knowledge } from '../../widget/live.ts'
import { isOver } from '../../widget/over.ts'
import { Tracker } from '../../widget/Tracker.tsx'
import type { Voice } from '../../widget/voice.ts'
import { Part, type PartName, type Print } from './Part.tsx'

/** What the server hands to the page, as JSON in it. */
export type Handed = { view: TrackView; token: string; withDetails: boolean; logo?: string }
type Props = Handed &
  Partial<Pick<Knowledge, 'heardAt' | 'link'>> & { now?: number; voice: Voice; drawing?: string; print?: Print }

/** The tracker as a page of its own; server and browser first print the same. */
export function TrackPage({ view, token, withDetails, logo, voice, drawing, print, heardAt, link, now }: Props) {
  const printedAt = Date.parse(view.asOf)
  const part = (name: PartName) => <Part key={name} {...{ name, view, token, withDetails, voice, print }} />
  return (
    <Tracker
      view={view}
      voice={voice}
      heardAt={heardAt ?? printedAt}
      now={now ?? printedAt}
      link={link ?? (isOver(view) ? 'over' : 'live')}
      heading={1}
      drawing={drawing}
      logo={logo && <img src={logo} alt="" width="40" height="40" />}
      below={part('below')}
      ready={part('ready')}
      contact={part('contact')}
    >
      {part('beside')}
    </Tracker>
  )
}

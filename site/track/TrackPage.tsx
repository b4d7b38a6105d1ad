import type { TrackView } from '../../api/contract.ts'
import { Answer } from '../../widget/Answer.tsx'
import type { Knowledge } from '../../widget/live.ts'
import { MapPane } from '../../widget/MapPane.tsx'
import { isOver } from '../../widget/over.ts'
import { Steps } from '../../widget/Steps.tsx'
import { tellAnswer } from '../../widget/tell.ts'
import { tellSteps } from '../../widget/tell-steps.ts'
import { Tracker } from '../../widget/Tracker.tsx'
import type { MapVoice, Voice } from '../../widget/voice.ts'
import { Part, type PartName, type Print } from './Part.tsx'

/** What the server hands to the page, as JSON in it. */
export type Handed = { view: TrackView; token: string; withDetails: boolean; logo?: string }
type Props = Handed &
  Partial<Pick<Knowledge, 'link'>> & {
    heardAt?: number
    now?: number
    voice: Voice & MapVoice
    /** The picture of the door, where the page is printed whole. */
    drawing?: string
    print?: Print
  }

/** The tracker as a page of its own; server and browser first print the same, as of when the view was built. */
export function TrackPage({
  view,
  token,
  withDetails,
  logo,
  voice,
  drawing,
  print,
  heardAt = Date.parse(view.asOf),
  now = heardAt,
  link = isOver(view) ? 'over' : 'live',
}: Props) {
  const part = (name: PartName) => <Part key={name} {...{ name, view, token, withDetails, voice, print }} />
  return (
    <Tracker
      {...{ view, voice, heardAt, now, link }}
      answer={<Answer told={tellAnswer(view, voice)} heading={1} />}
      steps={<Steps key="steps" steps={tellSteps(view, voice)} />}
      pane={<MapPane key="pane" {...{ view, voice, drawing }} sinceMs={now - heardAt} />}
      logo={logo && <img src={logo} alt="" width="40" height="40" />}
      below={part('below')}
      ready={part('ready')}
      contact={part('contact')}
    >
      {part('beside')}
    </Tracker>
  )
}

import type { PushOffer, TrackView } from '../../api/contract.ts'
import type { Knowledge } from '../../widget/live.ts'
import { isExpected, isOver } from '../../widget/over.ts'
import { Tracker } from '../../widget/Tracker.tsx'
import type { Voice } from '../../widget/voice.ts'
import { Notify } from './Notify.tsx'
import type { NotifyWords } from './notify-words.ts'

/** What the server hands to the page, as JSON in it. */
export type Handed = { view: TrackView; token: string; push: (PushOffer & { words: NotifyWords }) | null }
type Props = Handed & Partial<Pick<Knowledge, 'heardAt' | 'link'>> & { now?: number; voice: Voice; drawing?: string }

/** The tracker as a page of its own; server and browser first print the same. */
export function TrackPage({
  view,
  token,
  push,
  voice,
  drawing,
  heardAt,
  link = isOver(view) ? 'over' : 'live',
  now,
}: Props) {
  const printedAt = Date.parse(view.asOf)
  return (
    <Tracker
      view={view}
      voice={voice}
      heardAt={heardAt ?? printedAt}
      now={now ?? printedAt}
      link={link}
      heading={1}
      drawing={drawing}
    >
      {push && isExpected(view) && <Notify token={token} {...push} />}
    </Tracker>
  )
}

import type { TrackView } from '../api/contract.ts'
import { ago, clockOf } from './clock.ts'
import type { Knowledge } from './live.ts'
import type { Voice } from './voice.ts'

type Props = { view: TrackView; heardAt: number; link: Knowledge['link']; now: number; voice: Voice }

/** How old the knowledge on the page is; silent once the order is over. */
export function Freshness({ view, heardAt, link, now, voice }: Props) {
  if (link === 'over' || link === 'unknown') return null
  const { locale } = voice
  const say = voice.say.freshness
  const since = ago(locale, now - heardAt)
  if (link === 'lost') {
    const at = clockOf(locale, view.dispensary.timeZone).time(view.asOf)
    return (
      <p class="freshness lost" role="status">
        {say.lost(at)}
      </p>
    )
  }
  return <p class="freshness">{since ? say.ago(since) : say.now}</p>
}

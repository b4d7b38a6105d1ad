import { hydrate, render } from 'preact'
import { follow, type Knowledge } from '../../widget/live.ts'
import { browser } from '../../widget/surroundings.ts'
import { loadVoice, type Voice } from '../../widget/voice.ts'
import { type Handed, TrackPage } from './TrackPage.tsx'

const TICK_MS = 20_000

const root = document.querySelector('#track')
const handed = JSON.parse(document.querySelector('#handed')?.textContent ?? 'null') as Handed | null
if (root && handed) start(root, handed, await loadVoice(handed.view.locale))

/** Takes the printed page over and keeps it true. */
function start(root: Element, handed: Handed, voice: Voice): void {
  hydrate(<TrackPage {...handed} voice={voice} />, root)
  let knowledge: Knowledge | null = null
  const draw = (): void => {
    if (!knowledge?.view) return
    const { view, heardAt, link } = knowledge
    render(<TrackPage {...handed} voice={voice} view={view} heardAt={heardAt} link={link} now={browser.now()} />, root)
  }
  follow({
    url: `/v1/track/${encodeURIComponent(handed.token)}`,
    view: handed.view,
    surroundings: browser,
    tell: (news) => {
      if (news.link === 'unknown') return location.reload()
      knowledge = news
      draw()
    },
  })
  setInterval(draw, TICK_MS)
}

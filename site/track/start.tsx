import { hydrate, render } from 'preact'
import { follow, type Knowledge } from '../../widget/live.ts'
import { browser } from '../../widget/surroundings.ts'
import { loadVoice, type MapVoice, type Voice } from '../../widget/voice.ts'
import { keepPages, keepView, keptView } from './kept.ts'
import { sendForms } from './send-forms.ts'
import { type Handed, TrackPage } from './TrackPage.tsx'

const TICK_MS = 20_000

const root = document.querySelector('#track')
const handed = JSON.parse(document.querySelector('#handed')?.textContent ?? 'null') as Handed | null
if (root && handed) void loadVoice(handed.view.locale).then((voice) => start(root, handed, voice))

/** Takes the printed page over and keeps it true. */
async function start(root: Element, handed: Handed, voice: Voice & MapVoice): Promise<void> {
  hydrate(<TrackPage {...handed} voice={voice} />, root)
  const url = `/v1/track/${encodeURIComponent(handed.token)}`
  let knowledge: Knowledge | null = null
  const draw = (): void => {
    if (!knowledge?.view) return
    const { view, link } = knowledge
    const heardAt = knowledge.heardAt as number // a view was heard some time
    render(<TrackPage {...handed} {...{ voice, view, heardAt, link }} now={browser.now()} />, root)
  }
  const know = (news: Knowledge): void => {
    if (news.link === 'unknown') return location.reload()
    if (news.view !== knowledge?.view) keepView(url, news.view)
    knowledge = news
    if (news.link === 'live' || news.link === 'polling') delete document.documentElement.dataset['kept']
    if (news.view && news.view.milestone !== handed.view.milestone) document.body.dataset['news'] = ''
    draw()
  }
  const kept = await keptView(url, handed.view)
  if (kept) know({ view: kept, heardAt: browser.now(), link: 'lost' })
  const { hear } = follow({ url, view: kept ?? handed.view, surroundings: browser, tell: know })
  sendForms(url, hear)
  setInterval(draw, TICK_MS)
  keepPages().catch(() => undefined)
}

import { timeRange } from './formats.ts'
import { follow, type Knowledge } from './live.ts'
import { browser } from './surroundings.ts'

type Hear = (news: Knowledge) => void
type Followed = { news: Knowledge; hearers: Set<Hear>; stop: () => void }

export const NOTHING: Knowledge = { view: null, heardAt: null, link: 'live' }

/** By address: however many elements of a page show an order, it has one stream. */
const followed = new Map<string, Followed>()

/** Hears of an order. @returns what ends it */
export function followTogether(url: string, hear: Hear): () => void {
  const one = followed.get(url) ?? begin(url)
  one.hearers.add(hear)
  if (one.news !== NOTHING) hear(one.news)
  return () => {
    one.hearers.delete(hear)
    if (one.hearers.size > 0) return
    one.stop()
    followed.delete(url)
  }
}

/** A browser's first number and first time cost it far more than all others: they are made while nothing is known yet. */
function warmUp(): void {
  setTimeout(() => new Intl.NumberFormat('en-US').format(0))
  setTimeout(() => timeRange('en', 'UTC', '2026', '2027'))
}

function begin(url: string): Followed {
  if (followed.size === 0) warmUp()
  const one: Followed = { news: NOTHING, hearers: new Set(), stop: () => undefined }
  followed.set(url, one)
  const tell = (news: Knowledge): void => {
    one.news = news
    for (const hear of one.hearers) hear(news)
  }
  one.stop = follow({ url, view: null, surroundings: browser, tell }).stop
  return one
}

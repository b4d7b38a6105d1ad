import type { TrackView } from '../api/contract.ts'
import { isOver } from './over.ts'
import type { Surroundings } from './surroundings.ts'

/** What is known, how fresh it is, and by which way it comes. */
export type Knowledge = {
  view: TrackView | null
  /** When the server last told or confirmed it, by the clock of this device; null before. */
  heardAt: number | null
  link: 'live' | 'polling' | 'lost' | 'over' | 'unknown'
}

type Following = {
  /** The order's own address: `/v1/track/:token`. */
  url: string
  view: TrackView | null
  surroundings: Surroundings
  tell: (knowledge: Knowledge) => void
}

type Followed = { stop: () => void; hear: (view: TrackView) => void }

/** A stream that never speaks sits behind something that holds it back; a quiet one only has no news. */
const FIRST_WORD_MS = 8_000
const QUIET_MS = 60_000
const POLL_MS = 15_000
const LONGEST_MS = 120_000
const FAILURES_BEFORE_POLLING = 3
const POLLS_BEFORE_STREAM = 4

/**
 * Follows one order: by its stream, by asking again and again where streams fail, and not at all while nobody looks.
 * @returns what ends it, and what takes in a view that came another way
 */
export function follow({ url, view, surroundings: around, tell }: Following): Followed {
  let knowledge: Knowledge = { view, heardAt: view && around.now(), link: 'live' }
  let stream: EventSource | null = null
  let cancelTimer = (): void => undefined
  let hasSpoken = false
  let failures = 0
  let polls = 0
  let ended = false

  const know = (change: Partial<Knowledge>): void => {
    knowledge = { ...knowledge, ...change }
    tell(knowledge)
  }
  const later = (ms: number, act: () => void): void => {
    cancelTimer()
    cancelTimer = around.after(ms, act)
  }
  const rest = (): void => {
    stream?.close()
    stream = null
    cancelTimer()
  }
  const end = (link: 'over' | 'unknown'): void => {
    ended = true
    rest()
    know(link === 'unknown' ? { link, view: null } : { link })
  }

  const hear = (news: TrackView, link: 'live' | 'polling'): void => {
    const known = knowledge.view
    const isOlder =
      known && (news.seq < known.seq || (news.seq === known.seq && Date.parse(news.asOf) < Date.parse(known.asOf)))
    know({ view: isOlder ? known : news, heardAt: around.now(), link })
    if (isOver(news)) end('over')
  }

  const listen = (): void => {
    polls = 0
    hasSpoken = false
    const opened = around.openStream(`${url}/live`)
    stream = opened
    opened.onmessage = ({ data }: MessageEvent<string>) => {
      failures = 0
      hasSpoken = true
      hear(JSON.parse(data) as TrackView, 'live')
      if (!ended) later(QUIET_MS, () => void ask())
    }
    opened.onerror = () => {
      failures++
      if (opened.readyState !== opened.CLOSED && failures < FAILURES_BEFORE_POLLING) return
      opened.close()
      stream = null
      void ask()
    }
    later(FIRST_WORD_MS, () => void ask())
  }

  const ask = async (): Promise<void> => {
    const answer = await around.ask(url)
    if (ended || !around.visible()) return
    if (answer === 'unknown') return end('unknown')
    if (answer) hear(answer, stream ? 'live' : 'polling')
    else know({ link: 'lost' })
    if (ended) return
    failures = answer ? 0 : failures + 1
    polls++
    if (!stream && answer && polls >= POLLS_BEFORE_STREAM) return listen()
    const wait = stream && hasSpoken && answer ? QUIET_MS : Math.min(LONGEST_MS, POLL_MS * 2 ** Math.min(failures, 4))
    later(wait * (0.75 + around.random() / 2), () => void ask())
  }

  const look = (): void => {
    if (ended) return
    rest()
    failures = 0
    if (!around.online()) know({ link: 'lost' })
    else if (around.visible()) listen()
  }

  const forget = around.onChange(look)
  if (view && isOver(view)) end('over')
  else look()
  return {
    hear: (news) => hear(news, stream ? 'live' : 'polling'),
    stop: () => {
      ended = true
      forget()
      rest()
    },
  }
}

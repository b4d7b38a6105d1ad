import type { TrackView } from '../../api/contract.ts'
import type { Surroundings } from '../../widget/surroundings.ts'

type Timer = { at: number; act: () => void }

/** A stream that says what the test says. */
type FakeStream = Pick<EventSource, 'onmessage' | 'onerror' | 'close' | 'CLOSED'> & { readyState: number }

/** A world that stands still until the test moves it. */
export function fakeSurroundings() {
  let now = Date.parse('2026-04-24T18:48:00-07:00')
  let timers: Timer[] = []
  let hear: (() => void) | null = null
  const world = {
    visible: true,
    online: true,
    /** What the next questions are answered. */
    answer: null as TrackView | 'unknown' | null,
    asked: 0,
    streams: [] as FakeStream[],
  }
  const surroundings: Surroundings = {
    now: () => now,
    random: () => 0.5,
    after: (ms, act) => {
      const timer = { at: now + ms, act }
      timers.push(timer)
      return () => {
        timers = timers.filter((one) => one !== timer)
      }
    },
    visible: () => world.visible,
    online: () => world.online,
    onChange: (act) => {
      hear = act
      return () => {
        hear = null
      }
    },
    openStream: () => {
      const stream: FakeStream = {
        readyState: 1,
        CLOSED: 2,
        onmessage: null,
        onerror: null,
        close: () => {
          stream.readyState = 2
        },
      }
      world.streams.push(stream)
      return stream as EventSource
    },
    ask: async () => {
      world.asked++
      return world.answer
    },
  }
  const open = (): FakeStream[] => world.streams.filter(({ readyState }) => readyState !== 2)
  return {
    world,
    surroundings,
    openStreams: () => open().length,
    waits: () => timers.length > 0,
    say: (view: TrackView) => {
      for (const stream of open())
        stream.onmessage?.call(stream as EventSource, { data: JSON.stringify(view) } as MessageEvent)
    },
    /** The browser tries again by itself, or has given up. */
    breakStream: (forGood: boolean) => {
      const stream = open().at(-1)
      if (stream && forGood) stream.readyState = 2
      stream?.onerror?.call(stream as EventSource, {} as Event)
    },
    change: (what: { visible?: boolean; online?: boolean }) => {
      Object.assign(world, what)
      hear?.()
    },
    advance: async (ms: number) => {
      const until = now + ms
      for (;;) {
        const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        now = Math.max(now, next.at)
        timers = timers.filter((one) => one !== next)
        next.act()
        await settled()
      }
      now = until
    },
    settled,
  }
}

/** Lets everything run that waits for nothing but its turn. */
const settled = (): Promise<void> => new Promise((done) => setImmediate(done))

import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Recorded } from './record.ts'

export type Metrics = {
  recorded: (result: Recorded['result'], type: string) => void
  positions: (fresh: number) => void
  answered: (route: string, status: number, seconds: number) => void
  text: () => Promise<string>
  contentType: string
}

/** What a running Doorstep tells Prometheus. Labels are routes and types, never ids. */
export function createMetrics(now: { viewers: () => number; pollAges: () => Map<string, number> }): Metrics {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  const events = new Counter({
    name: 'doorstep_events_total',
    help: 'Events told to the one door',
    labelNames: ['type', 'result'],
    registers,
  })
  const fixes = new Counter({ name: 'doorstep_positions_total', help: 'Positions recorded', registers })
  const answers = new Histogram({
    name: 'doorstep_http_seconds',
    help: 'Time to the first byte of an answer',
    labelNames: ['route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
    registers,
  })
  new Gauge({
    name: 'doorstep_viewers',
    help: 'Open live streams',
    registers,
    collect() {
      this.set(now.viewers())
    },
  })
  new Gauge({
    name: 'doorstep_poll_age_seconds',
    help: 'How far behind is, of each vendor that has to be asked, the connection that is furthest behind',
    labelNames: ['vendor'],
    registers,
    collect() {
      this.reset()
      for (const [vendor, age] of now.pollAges()) this.set({ vendor }, age / 1_000)
    },
  })
  /** Looking labels up costs more than counting: there are few of them, and each is looked up once. */
  const children = new Map<string, Histogram.Internal<'route' | 'status'>>()
  function childOf(route: string, status: number): Histogram.Internal<'route' | 'status'> {
    const name = `${status} ${route}`
    const known = children.get(name)
    if (known) return known
    const child = answers.labels({ route, status })
    children.set(name, child)
    return child
  }
  return {
    recorded: (result, type) => events.inc({ type, result }),
    positions: (fresh) => fixes.inc(fresh),
    answered: (route, status, seconds) => childOf(route, status).observe(seconds),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

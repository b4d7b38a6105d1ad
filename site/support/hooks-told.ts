import type { SupportHook } from '../../api/contract-connections.ts'
import { clockOf } from '../../widget/clock.ts'
import en from '../../widget/messages-en.ts'
import { ago } from './connections-told.ts'

/** A hook as the page of connections prints it. */
export type HookTold = {
  id: string
  host: string
  sign: 'problem' | 'late' | 'well'
  stateWords: string
  trouble: string | null
  facts: { name: string; value: string }[]
}

const SIGNS: Record<SupportHook['state'], HookTold['sign']> = { disabled: 'problem', failing: 'late', well: 'well' }
const STATES: Record<SupportHook['state'], string> = { disabled: 'Switched off', failing: 'Fails', well: 'Works' }

export function tellHook(hook: SupportHook, asOf: string, timeZone: string): HookTold {
  const { id, host, state, events, toldAt, waiting, givenUp } = hook
  const facts: [string, string | false][] = [
    ['Told of', events.map(eventWords).join(', ')],
    ['Last told', toldAt === null ? 'never' : `${ago(toldAt, asOf)}, ${clockOf('en', timeZone).time(toldAt)}`],
    ['Waiting to be told', waiting > 0 && `${waiting}`],
    ['Never told', givenUp > 0 && `${givenUp}`],
  ]
  return {
    ...{ id, host, sign: SIGNS[state], stateWords: STATES[state] },
    trouble: troubleOf(hook, asOf),
    facts: facts.flatMap(([name, value]) => (value === false ? [] : [{ name, value }])),
  }
}

function eventWords(event: SupportHook['events'][number]): string {
  if (event === 'id.readied') return 'ID at hand'
  if (event === 'reply.received') return 'Replies'
  return event === 'note.left' ? 'Note for the driver' : en.step[event]
}

function troubleOf({ state, problem, failingSince, disabledAt }: SupportHook, asOf: string): string | null {
  if (state === 'well') return null
  const since = failingSince ? `It began to fail ${ago(failingSince, asOf)}` : 'It fails'
  const why = problem ? ` (${problem.replaceAll('-', ' ')})` : ''
  if (disabledAt === null) return `${since}${why}. What happens is tried again for a day.`
  return `${since}${why}. It is told nothing any more; whoever runs it has to subscribe anew.`
}

import type { TrackView } from '../api/contract.ts'
import { anyOf } from './clock.ts'
import { isExpected } from './over.ts'
import type { Voice } from './voice.ts'

export type ReadyItem = { icon: 'id' | 'person' | 'payment' | 'paid'; words: string; detail: string }

/** What to have ready at the door; nothing when nobody is to come any more. */
export function tellReady(view: TrackView, voice: Voice): ReadyItem[] {
  if (!isExpected(view)) return []
  const { ready } = view
  const { locale } = voice
  const say = voice.say.ready
  const documents = ready.documents.map((code) => say.document[code] ?? code)
  const detail = documents.length > 0 ? say.documents(capital(anyOf(locale, documents))) : ''
  const items: ReadyItem[] = [
    { icon: 'id', words: say.id, detail },
    { icon: 'person', words: say.age(ready.minimumAge), detail: say.ageWhy },
  ]
  switch (ready.payment) {
    case null:
      return items
    case 'paid':
      return [...items, { icon: 'paid', words: say.paid, detail: say.paidHow }]
    case 'due':
      return [...items, { icon: 'payment', words: say.due, detail: say.dueHow }]
    default:
      return ready.payment satisfies never
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

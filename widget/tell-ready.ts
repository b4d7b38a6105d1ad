import type { TrackView } from '../api/contract.ts'
import { anyOf } from './clock.ts'
import { isExpected } from './over.ts'
import type { DoorVoice } from './voice.ts'

export type ReadyItem = { icon: 'id' | 'person' | 'signature' | 'payment' | 'paid'; words: string; detail: string }

/** What to have ready at the door; nothing when nobody is to come any more. */
export function tellReady(view: TrackView, voice: DoorVoice): ReadyItem[] {
  if (!isExpected(view)) return []
  const { ready } = view
  const { locale } = voice
  const say = voice.door.ready
  const documents = ready.documents.map((code) => say.document[code] ?? code)
  const detail = documents.length > 0 ? say.documents(capital(anyOf(locale, documents))) : say.anyDocument
  const you = ready.recipient ? say.whoOrdered : say.age
  const items: ReadyItem[] = [
    { icon: 'id', words: say.id, detail },
    { icon: 'person', words: you(ready.minimumAge), detail: ready.signature === null ? say.ageWhyMaySign : say.ageWhy },
  ]
  if (ready.signature) items.push({ icon: 'signature', words: say.signature, detail: say.signatureWhy })
  switch (ready.payment) {
    case null:
      return items
    case 'paid':
      return [...items, { icon: 'paid', words: say.paid, detail: say.paidHow }]
    case 'due':
    case 'due-before':
      return [
        ...items,
        { icon: 'payment', words: say.due, detail: ready.payment === 'due' ? say.dueHow : say.dueBeforeHow },
      ]
    default:
      return ready.payment satisfies never
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

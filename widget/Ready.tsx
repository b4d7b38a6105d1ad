import type { ComponentChildren } from 'preact'
import type { TrackView } from '../api/contract.ts'
import { tellReady, type ReadyItem } from './tell-ready.ts'
import type { DoorVoice } from './voice.ts'

/** Lines of 24 by 24. */
const ICONS: Record<ReadyItem['icon'], string> = {
  id: 'M4 5.5h16a1.5 1.5 0 0 1 1.5 1.5v10a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 17V7A1.5 1.5 0 0 1 4 5.5Zm4.5 7.2a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm-3 2.8c.5-1.2 1.6-1.8 3-1.8s2.5.6 3 1.8M14.5 10h4m-4 3.5h2.5',
  person: 'M12 11.5a3.7 3.7 0 1 0 0-7.4 3.7 3.7 0 0 0 0 7.4ZM5 20c.6-3.6 3.3-5.5 7-5.5s6.4 1.9 7 5.5',
  signature: 'M4 20h16M5 15.5l1-3.5L15.5 2.5l2.5 2.5-9.5 9.5zM13.5 4.5 16 7',
  payment: 'M3 7.5h18v9H3zM12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM6 10.5v3M18 10.5v3',
  paid: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm-3.8-8.8 2.7 2.7 5-5.5',
}

type Props = { view: TrackView; voice: DoorVoice; heading: 2 | 3; children?: ComponentChildren }

/** What must be ready at the door. */
export function Ready({ view, voice, heading, children }: Props) {
  const items = tellReady(view, voice)
  if (items.length === 0) return null
  const Heading = `h${heading}` as const
  return (
    <section class="ready" id="ready">
      <Heading class="title">{voice.door.ready.title}</Heading>
      <ul>
        {items.map(({ icon, words, detail }) => (
          <li key={icon}>
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
              <path d={ICONS[icon]} />
            </svg>
            <p>
              <strong>{words}</strong>
              <span>{detail}</span>
            </p>
          </li>
        ))}
      </ul>
      {children}
    </section>
  )
}

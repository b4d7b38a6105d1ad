import { renderToString } from 'preact-render-to-string'
import drawing from '../../widget/scene.svg?raw'
import { voices } from '../../widget/voices.ts'
import { printPart } from './print-part.tsx'
import { type Handed, TrackPage } from './TrackPage.tsx'

/** The tracker as HTML, complete without any script. */
export function printTracker(handed: Handed): string {
  const voice = voices[handed.view.locale]
  return renderToString(
    <TrackPage {...handed} voice={voice} drawing={drawing} print={(part) => printPart(part, voice)} />,
  )
}

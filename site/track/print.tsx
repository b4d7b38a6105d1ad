import { renderToString } from 'preact-render-to-string'
import drawing from '../../widget/scene.svg?raw'
import { voices } from '../../widget/voices.ts'
import { type Handed, TrackPage } from './TrackPage.tsx'

/** The tracker as HTML, complete without any script. */
export const printTracker = (handed: Handed): string =>
  renderToString(<TrackPage {...handed} voice={voices[handed.view.locale]} drawing={drawing} />)

import { renderToString } from 'preact-render-to-string'
import drawing from '../../widget/scene.svg?raw'
import { Tracker } from '../../widget/Tracker.tsx'
import { voices } from '../../widget/voices.ts'
import { sample } from './sample.ts'

/** The element as it looks, without an order behind it. */
export function printSample(): string {
  const at = Date.parse(sample.asOf)
  return renderToString(
    <Tracker view={sample} voice={voices.en} heardAt={at} now={at} link="over" heading={2} drawing={drawing} />,
  )
}

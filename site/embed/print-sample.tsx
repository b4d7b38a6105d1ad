import { renderToString } from 'preact-render-to-string'
import { Contact } from '../../widget/Contact.tsx'
import { Ready } from '../../widget/Ready.tsx'
import drawing from '../../widget/scene.svg?raw'
import { Tracker } from '../../widget/Tracker.tsx'
import { voices } from '../../widget/voices.ts'
import { sample } from './sample.ts'

/** The element as it looks, without an order behind it. */
export function printSample(): string {
  const voice = voices.en
  const at = Date.parse(sample.asOf)
  return renderToString(
    <Tracker
      view={sample}
      voice={voice}
      heardAt={at}
      now={at}
      link="over"
      heading={2}
      drawing={drawing}
      ready={<Ready view={sample} voice={voice} heading={3} />}
      contact={<Contact view={sample} voice={voice} />}
    />,
  )
}

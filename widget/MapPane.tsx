import type { TrackView } from '../api/contract.ts'
import { LiveMap } from './LiveMap.tsx'
import { Scene } from './Scene.tsx'
import { tellMap } from './tell-map.ts'
import type { MapVoice } from './voice.ts'

type Props = { view: TrackView; voice: MapVoice; sinceMs: number; drawing?: string | undefined }

/** The map on the way to the door, a picture of a door before and after; the same in words below either. */
export function MapPane({ view, voice, sinceMs, drawing }: Props) {
  const { map, milestone } = view
  const words = tellMap(view, voice, sinceMs)
  return (
    <figure class="pane">
      {map.open && milestone !== 'arrived' ? (
        <LiveMap key={map.styleUrl} map={map} label={voice.say.map.label} />
      ) : (
        <Scene drawing={drawing} />
      )}
      {words && <figcaption>{words}</figcaption>}
    </figure>
  )
}

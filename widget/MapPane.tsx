import type { TrackView } from '../api/contract.ts'
import { LiveMap } from './LiveMap.tsx'
import { Scene } from './Scene.tsx'

type Props = { view: TrackView; words: string; label: string; drawing?: string | undefined }

/** The map on the way to the door, a picture of a door before and after; the same in words below either. */
export function MapPane({ view, words, label, drawing }: Props) {
  const { map, milestone } = view
  return (
    <figure class="pane">
      {map.open && milestone !== 'arrived' ? (
        <LiveMap key={map.styleUrl} map={map} label={label} />
      ) : (
        <Scene drawing={drawing} />
      )}
      {words && <figcaption>{words}</figcaption>}
    </figure>
  )
}

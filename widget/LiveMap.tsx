import { Component, createRef } from 'preact'
import type { TrackView } from '../api/contract.ts'
import type { Drawing } from './map.ts'

type Props = { map: Extract<TrackView['map'], { open: true }>; label: string }

/** Fetches the map only when there is one to show. A class, because hooks would cost every page a kilobyte more. */
export class LiveMap extends Component<Props> {
  ground = createRef<HTMLDivElement>()
  drawing: Drawing | null = null

  override componentDidMount(): void {
    this.draw().catch(() => undefined)
  }

  async draw(): Promise<void> {
    const { drawMap } = await import('./map.ts')
    if (this.ground.current) this.drawing = drawMap(this.ground.current, this.props.map)
  }

  override componentDidUpdate({ map: { position, stale } }: Props): void {
    const { map } = this.props
    if (map.position.at !== position.at || map.stale !== stale) this.drawing?.move(map)
  }

  override componentWillUnmount(): void {
    this.drawing?.remove()
  }

  override render({ label }: Props) {
    return <div ref={this.ground} class="map" role="img" aria-label={label} />
  }
}

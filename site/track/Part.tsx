import { Component, type ComponentChildren, createRef } from 'preact'
import type { TrackView } from '../../api/contract.ts'
import type { Voice } from '../../widget/voice.ts'

/** Below the answer, what to have ready, what else there is to do, and whom to ask. */
export type PartName = 'below' | 'ready' | 'beside' | 'contact'
export type PartProps = { name: PartName; view: TrackView; token: string; withDetails: boolean; voice: Voice }
export type Print = (part: PartProps) => ComponentChildren

const PRINTED = { __html: '' }

const stampOf = ({ milestone, idReady, noteLeft, rating, ready, opensAt, dispensary }: TrackView): string =>
  JSON.stringify([milestone, idReady, noteLeft, rating, ready, opensAt, dispensary])

/**
 * A part of the page that stands printed in it and works by itself: links and plain forms. Its code is fetched when it
 * has to change, and not before.
 */
export class Part extends Component<PartProps & { print?: Print | undefined }> {
  ground = createRef<HTMLDivElement>()
  stamp = ''

  override componentDidMount(): void {
    this.stamp = stampOf(this.props.view)
  }

  override shouldComponentUpdate(next: PartProps): boolean {
    const stamp = stampOf(next.view)
    if (stamp !== this.stamp) this.draw(next).catch(() => undefined)
    this.stamp = stamp
    return false
  }

  async draw(next: PartProps): Promise<void> {
    const { drawPart } = await import('./draw-part.tsx')
    if (this.ground.current) await drawPart(this.ground.current, next)
  }

  override render({ print, ...part }: PartProps & { print?: Print }) {
    return print ? (
      <div class="part">
        <div class="part">{print(part)}</div>
      </div>
    ) : (
      <div class="part" ref={this.ground} dangerouslySetInnerHTML={PRINTED} />
    )
  }
}

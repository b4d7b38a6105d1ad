import { Component } from 'preact'

type Props = { drawing?: string | undefined }

/**
 * A door at evening: its lamp is lit as the driver comes near, and it opens when the order is there (scene.css). The
 * drawing stands in a printed page already and is fetched where it does not, so that no script carries it.
 */
export class Scene extends Component<Props, { drawing: string }> {
  override state = { drawing: this.props.drawing ?? '' }

  override componentDidMount(): void {
    const element = this.base as Element
    if (!element.firstChild) this.fetchDrawing(element).catch(() => undefined)
  }

  async fetchDrawing(element: Element): Promise<void> {
    const { litScene } = await import('./scene.ts')
    this.setState({ drawing: litScene(element) })
  }

  override render(_: Props, { drawing }: { drawing: string }) {
    return <div class="scene" aria-hidden="true" dangerouslySetInnerHTML={{ __html: drawing }} />
  }
}

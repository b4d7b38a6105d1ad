import { Component } from 'preact'

type Props = { drawing?: string | undefined }

/**
 * A door at evening: its lamp is lit as the driver comes near, and it opens when the order is there (scene.css). The
 * drawing stands in a printed page already and is fetched where it does not, so that no script carries it.
 */
export class Scene extends Component<Props, { drawing: string }> {
  override state = { drawing: this.props.drawing ?? '' }

  override componentDidMount(): void {
    if (!(this.base as Element).firstChild) this.fetchDrawing().catch(() => undefined)
  }

  async fetchDrawing(): Promise<void> {
    this.setState({ drawing: (await import('./scene.svg?raw')).default })
  }

  override render(_: Props, { drawing }: { drawing: string }) {
    return <div class="scene" aria-hidden="true" dangerouslySetInnerHTML={{ __html: drawing }} />
  }
}

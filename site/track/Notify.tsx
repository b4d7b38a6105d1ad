import { Component } from 'preact'
import type { NotifyWords } from './notify-words.ts'
import { type PushPossible, pushPossible, subscribe } from './push.ts'

type Props = { token: string; publicKey: string; words: NotifyWords }
type State = { state: PushPossible | 'unknown' | 'asking' | 'on' | 'failed' }

const LINES: Partial<Record<State['state'], keyof NotifyWords>> = {
  on: 'on',
  denied: 'denied',
  'home-screen': 'homeScreen',
}

/** Asks for nothing until it is tapped; keeps its place until the browser has said what it can. */
export class Notify extends Component<Props, State> {
  override state: State = { state: 'unknown' }

  override componentDidMount(): void {
    this.setState({ state: pushPossible() })
  }

  ask = (): void => {
    const { token, publicKey } = this.props
    this.setState({ state: 'asking' })
    subscribe(token, publicKey)
      .catch(() => 'failed' as const)
      .then(
        (state) => this.setState({ state }),
        () => undefined,
      )
  }

  override render({ words }: Props, { state }: State) {
    const line = LINES[state]
    if (state === 'no') return null
    if (line) {
      return (
        <p class="notify" role="status">
          {words[line]}
        </p>
      )
    }
    return (
      <p class={state === 'unknown' ? 'notify waiting' : 'notify'}>
        <button type="button" onClick={this.ask} disabled={state === 'asking'}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5L19 18H5zM10 20.5h4" />
          </svg>
          {state === 'failed' ? words.failed : state === 'asking' ? words.asking : words.offer}
        </button>
      </p>
    )
  }
}

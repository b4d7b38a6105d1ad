import { Component } from 'preact'
import { DoorstepTracker } from './element.ts'
import { lookUpWords, type LookUpWords } from './look-up-words.ts'
import type { Locale } from './messages.ts'
import css from './styles/look-up.css?inline'
import { wear } from './wear.ts'

type Props = { element: DoorstepTracker; locale: Locale }
type State = { isAsking: boolean; fault: keyof LookUpWords['fault'] | null }

/** Finds an order by what a customer has at hand; the element then follows it. */
export class LookUp extends Component<Props, State> {
  override state: State = { isAsking: false, fault: null }

  send = (event: Event): void => {
    event.preventDefault()
    const fields = Object.fromEntries(new FormData(event.currentTarget as HTMLFormElement))
    this.setState({ isAsking: true, fault: null })
    void this.find(fields).then((fault) => this.setState({ isAsking: false, fault }))
  }

  async find(fields: object): Promise<State['fault']> {
    const { element } = this.props
    const body = JSON.stringify({ dispensary: element.dispensary, ...fields })
    // As plain text, or a browser would ask first whether it may ask.
    const asked = fetch(new URL('v1/lookup', DoorstepTracker.origin), { method: 'POST', body, credentials: 'omit' })
    const response = await asked.catch(() => null)
    if (response?.ok) {
      element.token = ((await response.json()) as { token: string }).token
      return null
    }
    if (response?.status === 404 || response?.status === 422) return 'missed'
    if (response?.status === 429) return 'tooMany'
    const detail = { reason: 'unreachable' }
    element.dispatchEvent(new CustomEvent('doorstep:error', { detail, bubbles: true, composed: true }))
    return 'unreachable'
  }

  override render({ element, locale }: Props, { isAsking, fault }: State) {
    wear(element.shadowRoot as ShadowRoot, css)
    const say = lookUpWords[locale]
    return (
      <form class="look-up" lang={locale} onSubmit={this.send}>
        <h2 class="headline">{say.title}</h2>
        <p class="lead">{say.lead}</p>
        <label>
          {say.number}
          <input name="number" required maxLength={40} autocomplete="off" autocapitalize="off" spellcheck={false} />
        </label>
        <label>
          {say.digits}
          <input name="digits" required pattern="[0-9]{4}" maxLength={4} inputMode="numeric" autocomplete="off" />
        </label>
        <button disabled={isAsking}>{say.find}</button>
        <p class="fault" role="alert">
          {fault && say.fault[fault]}
        </p>
      </form>
    )
  }
}

import { Component, type ComponentChildren } from 'preact'
import type { TrackView } from '../api/contract.ts'
import { lineWords } from './line-words.ts'
import type { Locale } from './messages.ts'
import { tellLine } from './tell-line.ts'

type Props = { view: TrackView; locale: Locale; isBadge: boolean; card: () => ComponentChildren }

/** One line that says where the order is and when it comes, and opens to the whole: a bar, or a badge in a header. */
export class Compact extends Component<Props, { open: boolean }> {
  override state = { open: false }

  toggled = ({ currentTarget }: Event): void => this.setState({ open: (currentTarget as HTMLDetailsElement).open })
  pressed = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') this.setState({ open: false })
  }

  override render({ view, locale, isBadge, card }: Props, { open }: { open: boolean }) {
    const say = lineWords[locale]
    const { headline, when } = tellLine(view, { locale, say })
    return (
      <details open={open} onToggle={this.toggled} lang={locale}>
        <summary onKeyDown={this.pressed} data-milestone={view.milestone} data-delayed={view.delayed}>
          <i class="dot" />
          <b class="headline">{isBadge ? say.step[view.milestone] : headline}</b>
          {when && <span class="when">{when}</span>}
          <svg class="chevron" viewBox="0 0 24 24" aria-hidden="true">
            <path d="m7 10 5 5 5-5" />
          </svg>
        </summary>
        {open && <div class="panel">{card()}</div>}
      </details>
    )
  }
}

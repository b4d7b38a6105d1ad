import { type PushPossible, pushPossible, subscribe } from './push.ts'

/** Offers what this browser can do; the words stand in the page already, and the style sheet shows those of the state. */
const section = document.querySelector<HTMLElement>('#push')
if (section) offer(section)

function offer(section: HTMLElement): void {
  const { token = '', key = '' } = section.dataset
  const show = (state: PushPossible | 'asking' | 'on' | 'failed'): void => {
    section.hidden = state === 'no'
    for (const part of section.querySelectorAll<HTMLElement>('[data-when]'))
      part.hidden = !part.dataset['when']?.split(' ').includes(state)
  }
  const possible = pushPossible()
  // An iPhone's owner has a step to take first; e-mail has none.
  if (possible === 'home-screen') document.querySelector('.choice:not(#push)')?.after(section)
  show(possible)
  section.querySelector('button')?.addEventListener('click', () => {
    show('asking')
    subscribe(token, key)
      .catch(() => 'failed' as const)
      .then(show, () => undefined)
  })
}

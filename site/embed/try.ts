import { choicesOf, shownFor, snippetFor } from './choices.ts'

/** The guide without a reload: what is chosen is shown at once, and what the element tells is written down beside it. */
const guide = document.querySelector<HTMLElement>('.guide')
const form = document.querySelector<HTMLFormElement>('.choose')
const shown = document.querySelector('#shown')
const snippet = document.querySelector('#snippet')
const told = document.querySelector('#told')
const MOST_TOLD = 6

if (guide && form && shown && snippet && told) tryOut(guide.dataset, form, shown, snippet, told)
for (const button of document.querySelectorAll<HTMLButtonElement>('.copy')) offerCopy(button)

function tryOut(
  { origin = location.origin, dispensary }: DOMStringMap,
  form: HTMLFormElement,
  shown: Element,
  snippet: Element,
  told: Element,
): void {
  const note = (type: string, detail: unknown): void => {
    const line = document.createElement('li')
    const name = document.createElement('code')
    name.textContent = type
    line.append(name, ` ${JSON.stringify(detail)}`)
    told.prepend(line)
    while (told.children.length > MOST_TOLD) told.lastElementChild?.remove()
  }
  for (const type of ['doorstep:ready', 'doorstep:milestone', 'doorstep:window', 'doorstep:error'])
    shown.addEventListener(type, (event) => note(type, (event as CustomEvent).detail))
  addEventListener(
    'message',
    ({ origin: from, source, data }: MessageEvent<{ type: string; height: number; detail: unknown }>) => {
      const frame = shown.querySelector('iframe')
      if (from !== origin || source !== frame?.contentWindow) return
      if (data.type === 'doorstep:height') frame.style.height = `${data.height}px`
      else note(data.type, data.detail)
    },
  )
  form.querySelector('button')?.remove()
  form.addEventListener('input', () => {
    const query = new URLSearchParams(
      [...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value : '']),
    )
    const choices = choicesOf(query)
    snippet.textContent = snippetFor(choices, origin, dispensary)
    history.replaceState(null, '', `?${query}`)
    const attributes = shownFor(choices, dispensary)
    if (choices.as === 'frame') {
      const frame = document.createElement('iframe')
      frame.title = 'Your delivery'
      frame.src = `/embed/frame?${new URLSearchParams({ ...attributes, origin })}`
      return shown.replaceChildren(frame)
    }
    const tracker = document.createElement('doorstep-tracker')
    for (const [name, value] of Object.entries(attributes)) tracker.setAttribute(name, value)
    shown.replaceChildren(tracker)
  })
}

function offerCopy(button: HTMLButtonElement): void {
  button.hidden = false
  button.addEventListener('click', () => {
    const code = button.parentElement?.querySelector('code')?.textContent ?? ''
    navigator.clipboard.writeText(code).then(
      () => (button.textContent = 'Copied'),
      () => (button.textContent = 'Select and copy'),
    )
  })
}

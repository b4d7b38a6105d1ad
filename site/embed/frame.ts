/**
 * Speaks with the page around the frame, and with no other: every message out is addressed to the origin that the server
 * found on the dispensary's list, and only messages from there are heard. The guide lists them type by type.
 */
const tracker = document.querySelector('doorstep-tracker')
const around = document.body.dataset['parent']
if (tracker && around) speak(tracker, around)

/** What the page around may change. Not the token: the list of another dispensary's sites may be another one. */
const SETTABLE = ['lang', 'theme', 'parts', 'layout']

function speak(tracker: Element, around: string): void {
  const say = (message: { type: string; height?: number; detail?: unknown }): void =>
    parent.postMessage(message, around)
  for (const type of ['doorstep:ready', 'doorstep:milestone', 'doorstep:window', 'doorstep:error'])
    tracker.addEventListener(type, (event) => say({ type, detail: (event as CustomEvent).detail }))
  new ResizeObserver(() => {
    say({ type: 'doorstep:height', height: Math.ceil(tracker.getBoundingClientRect().height) })
  }).observe(tracker)
  addEventListener('message', ({ origin, source, data }: MessageEvent<unknown>) => {
    if (origin !== around || source !== parent || typeof data !== 'object' || data === null) return
    const wish = data as Record<string, unknown>
    if (wish['type'] !== 'doorstep:set') return
    for (const name of SETTABLE) if (typeof wish[name] === 'string') tracker.setAttribute(name, wish[name])
  })
}

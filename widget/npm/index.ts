import { DoorstepTracker } from '../element.ts'

export { DoorstepTracker }

/** Registers the tag, unless it is; `origin` is where Doorstep is, such as `https://track.example.com`. */
export function define(origin: string): void {
  DoorstepTracker.origin = new URL('/', origin).href
  if (!customElements.get('doorstep-tracker')) customElements.define('doorstep-tracker', DoorstepTracker)
}

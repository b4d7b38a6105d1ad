import { DoorstepTracker, type DoorstepEvents } from './element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'doorstep-tracker': DoorstepTracker
  }
  interface HTMLElementEventMap extends DoorstepEvents {}
}

if (!customElements.get('doorstep-tracker')) customElements.define('doorstep-tracker', DoorstepTracker)

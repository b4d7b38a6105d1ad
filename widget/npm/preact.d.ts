import type { JSX } from 'preact'
import type { DoorstepAttributes, DoorstepTracker } from './doorstep-tracker.d.ts'

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'doorstep-tracker': JSX.HTMLAttributes<DoorstepTracker> & DoorstepAttributes
    }
  }
}

import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { DoorstepAttributes, DoorstepTracker } from './doorstep-tracker.d.ts'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'doorstep-tracker': DetailedHTMLProps<HTMLAttributes<DoorstepTracker>, DoorstepTracker> & DoorstepAttributes
    }
  }
}

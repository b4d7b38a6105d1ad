export type Milestone =
  | 'received'
  | 'preparing'
  | 'out-for-delivery'
  | 'arriving-soon'
  | 'arrived'
  | 'delivered'
  | 'not-delivered'
  | 'returned'
  | 'cancelled'

/** Times are RFC 3339. */
export type Range = { from: string; to: string }

export type DoorstepEvents = {
  'doorstep:ready': CustomEvent<{ milestone: Milestone }>
  'doorstep:milestone': CustomEvent<{ milestone: Milestone; previous: Milestone }>
  'doorstep:window': CustomEvent<{
    window: (Range & { latestBy: string }) | null
    promise: Range | null
    delayed: boolean
  }>
  'doorstep:error': CustomEvent<{ reason: 'unknown-link' | 'unreachable' }>
}

/** The attributes of `<doorstep-tracker>`, as JSX takes them. */
export type DoorstepAttributes = {
  token?: string | undefined
  dispensary?: string | undefined
  lang?: string | undefined
  theme?: 'auto' | 'light' | 'dark' | undefined
  /** Some of `status,steps,window,map,id,contact`. */
  parts?: string | undefined
  layout?: 'card' | 'bar' | 'badge' | undefined
  'hide-on-error'?: boolean | undefined
}

/** `<doorstep-tracker>`: one order's view on any page. */
export declare class DoorstepTracker extends HTMLElement {
  /** Where Doorstep is, ending with a slash; `define` sets it. */
  static origin: string
  token: string
  dispensary: string
  theme: 'auto' | 'light' | 'dark'
  parts: string
  layout: 'card' | 'bar' | 'badge'
  hideOnError: boolean
}

/** Registers the tag, unless it is; `origin` is where Doorstep is, such as `https://track.example.com`. */
export declare function define(origin: string): void

declare global {
  interface HTMLElementTagNameMap {
    'doorstep-tracker': DoorstepTracker
  }
  interface HTMLElementEventMap extends DoorstepEvents {}
}

/// <reference types="astro/client" />

/** What the API hands to the pages, in its own process. */
declare namespace App {
  interface Locals {
    /** `/t/:token`; without it the page is the 404 page. */
    track?: {
      view: import('../api/contract.ts').TrackView
      token: string
      push?: import('../api/contract.ts').PushOffer
      /** The map style that may be opened later, so that the page may fetch from its origin. */
      mapStyleUrl?: string
    }
    /** `/support` */
    support?: {
      signedIn: boolean
      email?: string
      dispensaryName?: string
      /** IANA zone of the times on the page. */
      timeZone?: string
      /** The order number asked for. */
      query?: string
      /** null: asked for and not found. */
      found?: import('../api/contract.ts').SupportOrder | null
      /** Whether to forget the customer is asked once more. */
      isAsking?: boolean
      /** `sign-in`: address and password do not fit. */
      fault?: string
      /** The orders that changed last. */
      results?: Pick<import('../api/contract.ts').SupportOrder, 'number' | 'milestone'>[]
    }
    /** `/support/connections` */
    connections?: import('../api/contract-connections.ts').SupportConnections & {
      email: string
      /** IANA zone of the times on the page. */
      timeZone: string
    }
    /** The origin that the world sees, e.g. `https://track.example.com`; the request's own without it. */
    publicOrigin?: string
  }
}

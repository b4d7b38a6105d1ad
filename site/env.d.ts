/// <reference types="astro/client" />

/** What the API hands to the pages, in its own process. */
declare namespace App {
  interface Locals {
    /** `/t/:token`; without it the page is the 404 page. */
    track?: {
      view: import('../api/contract.ts').TrackView
      token: string
      /** The map style that may be opened later, so that the page may fetch from its origin. */
      mapStyleUrl?: string
      /** Whether there is a phone number whose last digits open the details. */
      withDetails: boolean
      /** Where the store's picture is, on our own origin. */
      logo?: string
    }
    /** `/t/:token/messages` */
    messages?: {
      view: import('../api/contract.ts').TrackView
      token: string
      choices: import('../api/contract-page.ts').ChannelChoices
      push?: import('../api/contract.ts').PushOffer
      /** `email`: what was typed is no address. */
      fault?: 'email'
      /** Where nothing is on: whether there is more to stop than this order's. */
      mayStopAll?: boolean
    }
    /** `/t/:token/messages` when the order's page has ended. */
    afterwards?: import('../api/contract-page.ts').Afterwards
    /** `/t/:token/details`; without `details` they are asked for. */
    details?: {
      view: import('../api/contract.ts').TrackView
      token: string
      details?: import('../api/contract-page.ts').OrderDetails
      denied?: import('../api/contract-page.ts').DetailsDenied
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
      found?: import('../api/contract-support.ts').SupportOrder | null
      /** The address of a link that was made just now. */
      newLink?: string
      /** Whether to forget the customer is asked once more. */
      isAsking?: boolean
      /** `sign-in`: address and password do not fit. */
      fault?: string
      /** The orders that changed last. */
      results?: Pick<import('../api/contract-support.ts').SupportOrder, 'number' | 'milestone'>[]
    }
    /** `/support/messages` */
    outgoing?: import('../api/contract-messages.ts').SupportMessages & { email: string; timeZone: string }
    /** `/support/connections` */
    connections?: import('../api/contract-connections.ts').SupportConnections & {
      email: string
      /** IANA zone of the times on the page. */
      timeZone: string
    }
    /** `/support/wording` */
    wording?: import('../api/contract-wording.ts').SupportWording & { email: string }
    /** `/embed`: the map style of samples, so that the page may fetch from its origin. */
    mapStyleUrl?: string
    /** `/support/widget` */
    preview?: { email: string; dispensary: { id: string; name: string; accent: string }; origins: readonly string[] }
    /** `/embed/frame`: the origin of the page around it, where it may be spoken to. */
    frame?: { parent?: string }
    /** The origin that the world sees, e.g. `https://track.example.com`; the request's own without it. */
    publicOrigin?: string
  }
}

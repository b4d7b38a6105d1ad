import type { OpeningHours } from './opening-hours.ts'
import type { LatLng } from './position.ts'
import type { Telling } from './telling.ts'

/** The licensed retailer whose orders these are. */
export type Dispensary = {
  id: string
  name: string
  /** Legal name and licence number stand on every customer surface (4 CCR 15415.1 in California). */
  legalName: string
  licence: string
  /** Two-letter state code; picks the rules. */
  state: string
  /** IANA zone, for people only. */
  timeZone: string
  position: LatLng
  /** Accent colour of its pages, `#rrggbb`. */
  accent: string
  /** A picture of at most 24 kB as a `data:` address, shown as a square beside the name. */
  logo?: string
  phone: string
  email?: string
  website?: string
  /** Whose pages may show its orders, such as `https://shop.example`; without it those of its website. */
  origins?: string[]
  /** When people can be reached there. */
  hours?: OpeningHours
  /** How long the page of a finished order stays; 24 hours where it is not told. */
  linkHours?: number
  /** How long a driver waits at a door. */
  waitMinutes?: number
  /** How closely a customer may ever see the driver; the dispensary may tighten, never loosen. */
  visibility?: { nearMinutes?: number; nearMeters?: number; map?: boolean }
  /** How its customers are told. */
  messages?: Telling
  /** Who stated, and when, that this sender may use text messages despite the carriers' cannabis rules. */
  smsAttestation?: { by: string; at: number; ground: string }
}

/** The forms that a logo may have: pictures that cannot hold a script. */
export const LOGO = /^data:(image\/(?:png|webp|jpeg));base64,([A-Za-z\d+/]+={0,2})$/

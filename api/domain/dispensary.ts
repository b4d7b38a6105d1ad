import type { LatLng } from './position.ts'

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
  phone: string
  email?: string
  website?: string
  /** How closely a customer may ever see the driver; the dispensary may tighten, never loosen. */
  visibility?: { nearMinutes?: number; nearMeters?: number; map?: boolean }
  /** Who stated, and when, that this sender may use text messages despite the carriers' cannabis rules. */
  smsAttestation?: { by: string; at: number; ground: string }
}

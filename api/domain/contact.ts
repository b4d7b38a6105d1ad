import type { LatLng } from './position.ts'

export type Locale = 'en' | 'es'

/** Who the order is for and where: personal data, kept apart from the trail and erasable. */
export type Contact = {
  name?: string
  /** E.164. */
  phone?: string
  email?: string
  locale?: Locale
  /** One line, as people write it. */
  address?: string
  door?: LatLng
  /** The customer's words for the driver; empty when taken back. */
  note?: string
  ratingWords?: string
}

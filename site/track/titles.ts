import type { TrackView } from '../../api/contract.ts'

/** What the tab says: nothing that others may not read over a shoulder. */
export const titles: Record<TrackView['locale'], string> = { en: 'Your delivery', es: 'Su entrega' }

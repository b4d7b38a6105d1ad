import type { TrackView } from '../contract.ts'
import type { Position } from '../domain/position.ts'
import type { DriverKey, OrderKey } from '../live/bus.ts'
import type { Clock } from '../ports.ts'
import type { Standing, Standings } from './standings.ts'
import { buildViews, type Views } from './view.ts'

/** What a link to an order shows, or the order's own staff. */
export type ViewOf = (order: OrderKey & { linkId?: string }) => Promise<TrackView | undefined>
type ViewsOf = (order: OrderKey) => Promise<Views | undefined>
type Deps = {
  standings: Standings
  recent: (driver: DriverKey) => readonly Position[]
  clock: Clock
  styleUrl: string
}

/** Builds customers' views. Whoever asks is told what the database says; those who watch are told from memory. */
export function createViews({ standings, recent, clock, styleUrl }: Deps): { viewOf: ViewOf; watchedOf: ViewsOf } {
  const built = (standing: Standing | undefined, { dispensaryId }: OrderKey): Views | undefined => {
    if (!standing) return undefined
    const { route } = standing
    const fixes = route ? recent({ dispensaryId, driverId: route.driverId }) : []
    return buildViews({ ...standing, recent: fixes }, clock(), styleUrl)
  }

  return {
    watchedOf: async (order) => built(await standings.remembered(order), order),
    viewOf: async ({ linkId = '', ...order }) => {
      const views = built(await standings.read(order), order)
      switch (views?.links?.[linkId]) {
        case 'revoked':
          return undefined
        case 'map-closed':
          return views.withoutMap
        default:
          return views?.view
      }
    },
  }
}

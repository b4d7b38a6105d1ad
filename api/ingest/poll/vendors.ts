import { isAsked, type AskedKind, type ConnectionKind } from '../../domain/connection.ts'
import { cova } from './cova.ts'
import { dutchie } from './dutchie.ts'
import { meadow } from './meadow.ts'
import type { PollVendor } from './poll-vendor.ts'
import { treezByAsking } from './treez.ts'

/** Every source that has to be asked. */
export const POLL_VENDORS: Record<AskedKind, PollVendor> = { cova, dutchie, meadow, treez: treezByAsking }

/** How often such a source is asked; undefined where it is not. */
export const everyMs = (kind: ConnectionKind): number | undefined =>
  isAsked(kind) ? POLL_VENDORS[kind].everyMs : undefined

import type { AskedKind } from '../../domain/connection.ts'
import { cova } from './cova.ts'
import { dutchie } from './dutchie.ts'
import { meadow } from './meadow.ts'
import type { PollVendor } from './poll-vendor.ts'
import { treezByAsking } from './treez.ts'

/** Every source that has to be asked. */
export const POLL_VENDORS: Record<AskedKind, PollVendor> = { cova, dutchie, meadow, treez: treezByAsking }

import type { TellingKind } from '../domain/connection.ts'
import { gpslogger } from './driver/gpslogger.ts'
import { onfleet } from './driver/onfleet.ts'
import { osmand } from './driver/osmand.ts'
import { owntracks } from './driver/owntracks.ts'
import { spoke } from './driver/spoke.ts'
import { transistor } from './driver/transistor.ts'
import { blaze } from './pos/blaze.ts'
import { flowhub } from './pos/flowhub.ts'
import { jane } from './pos/jane.ts'
import { shopify } from './pos/shopify.ts'
import { treez } from './pos/treez.ts'
import { weedmaps } from './pos/weedmaps.ts'
import { woocommerce } from './pos/woocommerce.ts'
import type { Vendor } from './vendor.ts'

/** Every sender that speaks in words of its own, without being asked. */
export const VENDORS: Record<TellingKind, Vendor> = {
  ...{ woocommerce, shopify, treez, jane, blaze, weedmaps, flowhub },
  ...{ onfleet, spoke },
  ...{ owntracks, osmand, gpslogger, transistor },
}

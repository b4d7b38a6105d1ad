import type { Position } from '../../api/domain/position.ts'

/** One thing that one of a dispensary's systems says, at a moment of the story. */
export type Telling =
  | { by: 'pos'; topic: 'order.created' | 'order.updated'; order: WooOrder }
  | { by: 'dispatch'; type: string; data: object }
  | { by: 'phone'; driverId: string; position: Omit<Position, 'at'> }

/** A moment of a story, in milliseconds from its beginning. `say` is what an onlooker would remark. */
export type Moment = { at: number; telling: Telling; say?: string }

export type Story = { orders: { id: string; number: string; who: string }[]; moments: Moment[]; lasts: number }

/** As much of a WooCommerce order (REST v3) as a real webhook has that Doorstep reads, and some that it must drop. */
export type WooOrder = {
  id: number
  number: string
  status: string
  date_created_gmt: string
  date_modified_gmt: string
  date_paid_gmt: string | null
  total: string
  billing: { first_name: string; last_name: string; phone: string; email: string; address_1: string; city: string }
  shipping_lines: { method_id: string }[]
  meta_data: { key: string; value: string }[]
  line_items: { name: string; quantity: number }[]
}

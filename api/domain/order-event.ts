export type Payment = 'paid' | 'due'

/**
 * For as soon as possible, or for a time that the customer chose: by these words BLAZE, Square and the plugins of shops
 * tell deliveries apart. Pickup is none of Doorstep's, and whether an order is a patient's is not kept.
 */
export const ORDER_TYPES = ['asap', 'scheduled'] as const
export type OrderType = (typeof ORDER_TYPES)[number]

/** What a sender tells of an order beside its number, its customer and where it stands. No type is one nobody told. */
export type OrderFacts = { totalCents?: number; payment?: Payment; type?: OrderType }

export type FactsTold = { [K in keyof OrderFacts]: OrderFacts[K] | undefined }

/** The facts that are told; those that are not leave what was known of them. */
export const factsOf = ({ totalCents, payment, type }: FactsTold): OrderFacts => ({
  ...(totalCents !== undefined && { totalCents }),
  ...(payment !== undefined && { payment }),
  ...(type !== undefined && { type }),
})

export const REFUSAL_REASONS = [
  'not-home',
  'no-id',
  'underage',
  'intoxicated',
  'refused',
  'unsafe',
  'address',
  'payment',
  'other',
] as const
export type RefusalReason = (typeof REFUSAL_REASONS)[number]

export type OnOrder = { orderId: string }

/** What is told of one order on its way from the checkout to the door. */
export type OrderEventData = {
  'order.received': OnOrder & OrderFacts & { number: string }
  'order.verified': OnOrder
  'order.preparing': OnOrder
  'order.packed': OnOrder
  /** It left the store, by the word of a POS that knows no route. */
  'order.departed': OnOrder
  /** Near, and at the door, by the word of a dispatcher whose routes we do not know. */
  'order.approached': OnOrder
  'order.arrived': OnOrder
  /** A status of the vendor's own that nobody has mapped: kept, and changes nothing. */
  'order.status-unknown': OnOrder & { status: string }
  'order.updated': OnOrder & OrderFacts
  'order.cancelled': OnOrder & { reason?: string }
  'order.returned': OnOrder
  'handoff.completed': OnOrder & { idChecked?: boolean }
  'handoff.refused': OnOrder & { reason: RefusalReason }
}

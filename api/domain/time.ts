/** Epoch milliseconds. The only form of time inside; RFC 3339 on the wire, zones only where people read. */
export type Instant = number

export const seconds = (n: number): number => n * 1_000
export const minutes = (n: number): number => n * 60_000
export const hours = (n: number): number => n * 3_600_000

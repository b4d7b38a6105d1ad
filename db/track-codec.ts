import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Position } from '../api/domain/position.ts'
import { fromWhole, toWhole, type WholeFix } from './fix-units.ts'

/**
 * A chunk of a driver's track: the number of fixes, then column after column of whole numbers (`fix-units.ts`; -1 for
 * what the phone did not tell), each differenced, zigzagged, as varints; all of it zstandard. Times and places run
 * smoothly, so they are differenced twice. Tried on delivery agents' traces: about 5.8 bytes a fix, against 6.4 when
 * differenced once.
 */
const ORDERS = [2, 2, 2, 1, 1, 1] as const

const UNTOLD = -1
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 12 } }

export function encodeTrack(fixes: readonly Position[]): Buffer {
  const bytes: number[] = []
  putVarint(bytes, fixes.length)
  const rows = fixes.map(toWhole)
  for (const [column, order] of ORDERS.entries()) {
    let values = rows.map((row) => row[column] ?? UNTOLD)
    for (let turn = 0; turn < order; turn += 1) values = values.map((value, i) => value - (values[i - 1] ?? 0))
    for (const value of values) putVarint(bytes, value >= 0 ? value * 2 : -value * 2 - 1)
  }
  return zstdCompressSync(Buffer.from(bytes), LEVEL)
}

/** @throws when the bytes are no chunk */
export function decodeTrack(chunk: Uint8Array): Position[] {
  const bytes = zstdDecompressSync(chunk)
  const at = { place: 0 }
  const count = takeVarint(bytes, at)
  const columns = ORDERS.map((order) => {
    const values = Array.from({ length: count }, () => unzigzag(takeVarint(bytes, at)))
    for (let turn = 0; turn < order; turn += 1) {
      for (let i = 1; i < count; i += 1) values[i] = (values[i] ?? 0) + (values[i - 1] ?? 0)
    }
    return values
  })
  return Array.from({ length: count }, (_, i) => fixAt(columns.map((values) => values[i] ?? 0)))
}

function fixAt([at = 0, lat = 0, lng = 0, ...measured]: number[]): Position {
  const [speed = null, heading = null, accuracy = null] = measured.map((value) => (value === UNTOLD ? null : value))
  return fromWhole([at, lat, lng, speed, heading, accuracy] satisfies WholeFix)
}

/** Seven bits a byte, low first; sums, not shifts, for times need more than 32 bits. */
function putVarint(bytes: number[], value: number): void {
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}

function takeVarint(bytes: Uint8Array, at: { place: number }): number {
  let value = 0
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[at.place]
    if (byte === undefined) throw new RangeError('A chunk that ends too soon')
    at.place += 1
    value += (byte % 128) * scale
    if (byte < 128) return value
  }
}

const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2)

import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createTree, leafHash, pathsIn } from '../../api/audit/merkle.ts'
import { SEED } from '../laws/seed.ts'

const sha256 = (...parts: Uint8Array[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

/** MTH as RFC 9162, 2.1.1 defines it. */
function definition(entries: readonly Uint8Array[]): Buffer {
  const [only] = entries
  if (entries.length === 1 && only) return sha256(Buffer.of(0), only)
  let half = 1
  while (half * 2 < entries.length) half *= 2
  return sha256(Buffer.of(1), definition(entries.slice(0, half)), definition(entries.slice(half)))
}

/** Verifying an inclusion proof as RFC 9162, 2.1.3.2 tells it, step by step. */
function leadsTo(leaf: Buffer, place: number, size: number, path: readonly string[]): string | undefined {
  let [fn, sn, r] = [place, size - 1, leaf]
  for (const p of path) {
    if (sn === 0) return undefined
    if ((fn & 1) === 1 || fn === sn) {
      r = sha256(Buffer.of(1), Buffer.from(p, 'hex'), r)
      while ((fn & 1) === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1]
    } else r = sha256(Buffer.of(1), r, Buffer.from(p, 'hex'))
    ;[fn, sn] = [fn >> 1, sn >> 1]
  }
  return sn === 0 ? r.toString('hex') : undefined
}

const rootOf = (entries: readonly Uint8Array[]): string => {
  const tree = createTree()
  for (const entry of entries) tree.add(leafHash(entry))
  return tree.root()
}

/** The entries and roots that implementations of Certificate Transparency test with. */
const ENTRIES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Buffer.from(hex, 'hex'))
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

describe('a Merkle tree', () => {
  test.each(ROOTS.map((root, i) => [i + 1, root] as const))('of %i known entries has the known root', (size, root) => {
    expect(rootOf(ENTRIES.slice(0, size))).toBe(root)
  })

  const entries = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 70 })

  test('grown leaf by leaf, or made at once, has the root of the definition', () => {
    fc.assert(
      fc.property(entries, (some) => {
        const root = definition(some).toString('hex')
        expect([rootOf(some), pathsIn(some.map(leafHash)).root]).toEqual([root, root])
      }),
      { seed: SEED, numRuns: 200 },
    )
  })

  test('leads from each leaf to its root, from no other place and over no other path', () => {
    fc.assert(
      fc.property(entries, fc.nat(), fc.nat(), (some, n, m) => {
        const [leaves, place] = [some.map(leafHash), n % some.length]
        const { root, pathOf } = pathsIn(leaves)
        const [leaf, path] = [leaves[place] as Buffer, pathOf(place)]
        expect(leadsTo(leaf, place, some.length, path)).toBe(root)
        const other = m % some.length
        if (!leaf.equals(leaves[other] as Buffer)) {
          expect(leadsTo(leaves[other] as Buffer, place, some.length, path)).not.toBe(root)
          expect(leadsTo(leaf, other, some.length, pathOf(other))).not.toBe(root)
        }
        expect(leadsTo(leaf, place, some.length, [...path, root])).toBeUndefined()
        if (path.length > 0) expect(leadsTo(leaf, place, some.length, path.slice(1))).not.toBe(root)
      }),
      { seed: SEED, numRuns: 200 },
    )
  })
})

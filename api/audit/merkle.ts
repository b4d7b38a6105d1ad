import { hash } from 'node:crypto'

/** Merkle trees as RFC 9162, 2.1 hashes them: a leaf behind a 0x00, two nodes behind a 0x01. */
const LEAF = Buffer.of(0)
const NODE = Buffer.of(1)

export const leafHash = (leaf: Uint8Array): Buffer => hash('sha256', Buffer.concat([LEAF, leaf]), 'buffer')
const nodeHash = (left: Buffer, right: Buffer): Buffer => hash('sha256', Buffer.concat([NODE, left, right]), 'buffer')

/** The leaf of a row is its hash, as bytes. */
export const leafOfRow = ({ hash: hex }: { hash: string | null }): Buffer => leafHash(Buffer.from(hex ?? '', 'hex'))

export type Tree = { add: (leaf: Buffer) => void; root: () => string }

/** A tree that grows by a leaf at a time and holds only the whole subtrees at its edge. */
export function createTree(): Tree {
  const edge: { leaves: number; node: Buffer }[] = []
  return {
    add(leaf) {
      let top = { leaves: 1, node: leaf }
      while (edge.at(-1)?.leaves === top.leaves) {
        const left = edge.pop()
        if (left) top = { leaves: 2 * top.leaves, node: nodeHash(left.node, top.node) }
      }
      edge.push(top)
    },
    root: () =>
      edge
        .map(({ node }) => node)
        .reduceRight((right, left) => nodeHash(left, right))
        .toString('hex'),
  }
}

/** The root, and for each leaf by its place the nodes beside its way up to it (RFC 9162, 2.1.3); hex. */
export function pathsIn(leaves: readonly Buffer[]): { root: string; pathOf: (place: number) => string[] } {
  const levels = [leaves]
  for (let level = leaves; level.length > 1; levels.push(level)) {
    const below = level
    level = Array.from({ length: Math.ceil(below.length / 2) }, (_, i) => {
      const [left, right] = [below[2 * i] ?? Buffer.alloc(0), below[2 * i + 1]]
      return right ? nodeHash(left, right) : left
    })
  }
  const pathOf = (place: number): string[] =>
    levels.flatMap((level, height) => level[Math.floor(place / 2 ** height) ^ 1]?.toString('hex') ?? [])
  return { root: levels.at(-1)?.[0]?.toString('hex') ?? '', pathOf }
}

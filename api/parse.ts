import type { z } from 'zod'
import { Problem, type FieldFault } from './problem.ts'

/** Deeper documents than this are nobody's order. */
const MAX_DEPTH = 32

/** RFC 6901. */
const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

const faultsOf = (error: z.ZodError): FieldFault[] =>
  error.issues.slice(0, 20).map((issue) => ({ pointer: pointerOf(issue.path), detail: issue.message }))

/** Checks a value by its schema; what is wrong is told field by field. */
export function parse<T>(schema: z.ZodType<T>, value: unknown, at = ''): T {
  const result = schema.safeParse(value)
  const faults = result.success ? unstorable(result.data) : faultsOf(result.error)
  if (result.success && faults.length === 0) return result.data
  const errors = faults.map((fault) => ({ ...fault, pointer: at + fault.pointer }))
  throw new Problem(422, 'Does not fit the schema', { errors })
}

/** Texts that would come out of the database other than they went in, so that the trail could not be verified. */
function unstorable(value: unknown, path: string[] = []): FieldFault[] {
  if (typeof value === 'string') {
    const keeps = value.isWellFormed() && !value.includes('\0')
    return keeps ? [] : [{ pointer: pointerOf(path), detail: 'holds a NUL or half a surrogate pair' }]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => unstorable(inner, [...path, key]))
}

/** A JSON text as a value. */
export function readJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Problem(400, 'Not JSON', { detail: (error as Error).message })
  }
  if (depthOf(value) > MAX_DEPTH) throw new Problem(400, 'Nested too deeply')
  return value
}

export const parseJson = <T>(schema: z.ZodType<T>, text: string): T => parse(schema, readJson(text))

function depthOf(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return depth
  let deepest = depth + 1
  for (const inner of Object.values(value)) deepest = Math.max(deepest, depthOf(inner, depth + 1))
  return deepest
}

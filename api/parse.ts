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
  if (result.success && isStorable(result.data)) return result.data
  const faults = result.success ? unstorable(result.data) : faultsOf(result.error)
  const errors = faults.map((fault) => ({ ...fault, pointer: at + fault.pointer }))
  throw new Problem(422, 'Does not fit the schema', { errors })
}

const keeps = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/** Whether all texts come out of the database as they went in; the quick look, which nearly always says yes. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return keeps(value)
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isStorable)
  for (const key in value) if (!isStorable((value as Record<string, unknown>)[key])) return false
  return true
}

/** Texts that would come out of the database other than they went in, so that the trail could not be verified. */
function unstorable(value: unknown, path: string[] = []): FieldFault[] {
  if (typeof value === 'string') {
    return keeps(value) ? [] : [{ pointer: pointerOf(path), detail: 'holds a NUL or half a surrogate pair' }]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => unstorable(inner, [...path, key]))
}

/** A JSON text as a value. */
export function readJson(text: string): unknown {
  if (isDeeper(text, MAX_DEPTH)) throw new Problem(400, 'Nested too deeply')
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Problem(400, 'Not JSON', { detail: (error as Error).message })
  }
}

export const parseJson = <T>(schema: z.ZodType<T>, text: string): T => parse(schema, readJson(text))

const [QUOTE, BACKSLASH] = [0x22, 0x5c]
/** `[` and `{`, `]` and `}` differ from each other by this bit alone, and nothing else looks like them without it. */
const CURLY = 0x20
const [OPENING, CLOSING] = [0x5b, 0x5d]

/** Whether brackets nest deeper than so many levels; read off the text, whose own texts are stepped over. */
function isDeeper(text: string, levels: number): boolean {
  let depth = 0
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) i = endOfText(text, i)
    else if ((code & ~CURLY) === OPENING) {
      depth += 1
      if (depth > levels) return true
    } else if ((code & ~CURLY) === CLOSING) depth -= 1
  }
  return false
}

/** The place of the quote that ends the text which begins at a quote; an odd number of backslashes escapes one. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes += 1
    if (escapes % 2 === 0) return end
  }
  return text.length
}

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { doorRulesOf } from '../../api/domain/rules.ts'
import { voices } from '../../widget/voices.ts'

const known = z.array(z.string().min(1)).min(1)
const source = z.strictObject({
  id: z.string().regex(/^[a-z]{2}\d+$/),
  rule: z.string().min(1),
  seen: z.string(),
  asOf: z.string().min(1),
  confidence: z.string().min(1),
})
const FIELDS = ['deliveryAllowed', 'minimumAge', 'documents', 'recipient', 'signature', 'paymentAtDoor'] as const
const state = z.strictObject({
  name: z.string().min(1),
  deliveryAllowed: z.boolean(),
  minimumAge: z.number().int().min(21).nullable(),
  documents: known.nullable(),
  recipient: z.enum(['who-ordered']).nullable(),
  signature: z.literal(true).nullable(),
  paymentAtDoor: z.enum(['allowed', 'prepaid']).nullable(),
  refs: z.partialRecord(z.enum(FIELDS), known),
  sources: z.array(source).min(1),
})
const table = z.strictObject({
  version: z.iso.date(),
  about: z.string(),
  states: z.record(z.string().regex(/^[A-Z]{2}$/), state),
})

const { states } = table.parse(
  JSON.parse(readFileSync(new URL('../../api/domain/door-rules.json', import.meta.url), 'utf8')),
)

test('the ten states are there', () => {
  expect(Object.keys(states).join(' ')).toBe('CA CO NY MI NV MA NJ OR AZ WA')
})

describe.each(Object.entries(states))('%s', (code, row) => {
  test('whatever it asks beyond the age names its source', () => {
    const asked = (['documents', 'recipient', 'signature', 'paymentAtDoor'] as const).filter((field) => row[field])
    expect(asked.filter((field) => !row.refs[field])).toEqual([])
    const ids = row.sources.map(({ id }) => id)
    expect(
      Object.values(row.refs)
        .flat()
        .filter((id) => !ids.includes(id)),
    ).toEqual([])
  })

  test('every document that it names has words in every language', () => {
    for (const document of row.documents ?? [])
      for (const { door } of Object.values(voices)) expect(door.ready.document[document]).toBeDefined()
  })

  test('asks adults for at least 21 years', () => {
    expect(doorRulesOf(code).minimumAge).toBeGreaterThanOrEqual(21)
  })
})

test('a state that is not in the table, or any other word, gets the careful rules', () => {
  const careful = { minimumAge: 21, documents: null, recipient: null, signature: null, paymentAtDoor: null }
  expect(doorRulesOf('TX')).toEqual(careful)
  expect(doorRulesOf('constructor')).toEqual(careful)
})

import { readJson } from '../parse.ts'

/** Only a number this long can be above 2^53. */
const LONG_NUMBER = /\d{16}/

/** A JSON text as a value, in which integers above 2^53 are the text that was sent: as numbers they would be other ids. */
export function readExactJson(text: string): unknown {
  const value = readJson(text)
  return LONG_NUMBER.test(text) ? JSON.parse(text, exactly as (key: string, value: unknown) => unknown) : value
}

/** The third argument is newer than its types. */
function exactly(_key: string, value: unknown, { source }: { source: string }): unknown {
  return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? source : value
}

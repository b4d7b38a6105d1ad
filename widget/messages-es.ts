import line from './line-words-es.ts'
import map from './map-words-es.ts'
import type { Messages } from './messages.ts'
import words from './words-es.ts'

export default { ...line, ...words, map } satisfies Messages as Messages

import line from './line-words-en.ts'
import map from './map-words-en.ts'
import type { Messages } from './messages.ts'
import words from './words-en.ts'

export default { ...line, ...words, map } satisfies Messages as Messages

import en from './line-words-en.ts'
import es from './line-words-es.ts'

/** Both languages: the element need not ask which is wanted before it asks for the order. */
export const lineWords = { en, es }

import { Problem } from '../problem.ts'

/** The answer to a body over the limit. */
export const tooLarge = (maxBytes: number) => (): Response =>
  new Problem(413, 'Body too large', { detail: `Send at most ${maxBytes} bytes` }).toResponse()

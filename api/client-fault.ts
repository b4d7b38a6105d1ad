import type { Duplex } from 'node:stream'
import { Problem } from './problem.ts'

const problemOf = (code: string | undefined): Problem => {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem(408, 'Too slow', { detail: 'The request did not arrive whole in time' })
    case 'HPE_HEADER_OVERFLOW':
      return new Problem(431, 'Headers too large', { detail: 'Send at most 16 kB of headers' })
    default:
      return new Problem(400, 'Not HTTP')
  }
}

/** Answers what never became a request: too slow, too long, or no HTTP. */
export function answerClientFault(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const { body } = problemOf(error.code)
  const text = JSON.stringify(body)
  socket.end(
    `HTTP/1.1 ${body.status} ${body.title}\r\ncontent-type: application/problem+json\r\ncontent-length: ${text.length}\r\nconnection: close\r\n\r\n${text}`,
  )
}

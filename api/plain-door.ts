import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Lane } from './domain/connection.ts'
import type { AnswerSender } from './ingest/answer-sender.ts'
import type { Problem } from './problem.ts'
import { brokeOff, tooLarge } from './read-body.ts'
import type { Requests } from './request.ts'

/** Whether the request was one for this door; it answers it then. */
export type PlainDoor = (request: IncomingMessage, response: ServerResponse) => boolean

/** Anything unusual in the address is left to the router. */
const CONNECTION = /^\/v1\/(driver|pos)\/([\w-]+)(?:\?(.*))?$/
const NO_QUERY = new URLSearchParams()

/**
 * Senders' requests straight from node:http: most of all requests are theirs, and a router with its Request and Response
 * takes as long over a position as all else that is done with it. Answers as `connectionRoutes` does.
 */
export function createPlainDoor(answerSender: AnswerSender, requests: Requests): PlainDoor {
  async function answer(
    lane: Lane,
    connectionId: string,
    query: string | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { headers, method } = request
    const tell = requests.begin(method ?? '', `/v1/${lane}/:connection`)
    try {
      const { status, contentType, body } = await answerSender(lane, {
        connectionId,
        method: method === 'POST' ? 'POST' : 'GET',
        header: (name) => headers[name]?.toString(),
        query: query === undefined ? NO_QUERY : new URLSearchParams(query),
        readBody: (maxBytes) => bodyOf(request, maxBytes),
      })
      if (status === 204) response.writeHead(204).end()
      else response.writeHead(status, headOf(contentType, body)).end(body)
    } catch (error) {
      turnDown(response, requests.problemOf(error, method ?? ''))
    }
    tell(response.statusCode)
  }

  return (request, response) => {
    if (request.method !== 'POST' && request.method !== 'GET') return false
    const [, lane, connectionId, query] = CONNECTION.exec(request.url ?? '') ?? []
    if (connectionId === undefined) return false
    void answer(lane === 'pos' ? 'pos' : 'driver', connectionId, query, request, response)
    return true
  }
}

function turnDown(response: ServerResponse, { body: problem, extra }: Problem): void {
  const body = JSON.stringify(problem)
  response.writeHead(problem.status, { ...extra.headers, ...headOf('application/problem+json', body) }).end(body)
}

const headOf = (contentType: string, body: string): Record<string, string | number> => ({
  'content-type': contentType,
  'content-length': Buffer.byteLength(body),
})

function bodyOf(request: IncomingMessage, maxBytes: number): Promise<string> {
  const told = request.headers['content-length']
  if (told !== undefined && Number(told) > maxBytes) return Promise.reject(tooLarge(maxBytes))
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= maxBytes) chunks.push(chunk)
      else reject(tooLarge(maxBytes))
    })
    request.on('end', () => resolve(utf8.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))))
    request.on('error', () => reject(brokeOff()))
  })
}

const utf8 = new TextDecoder()

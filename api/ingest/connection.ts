import { Hono } from 'hono'
import type { Lane } from '../domain/connection.ts'
import { readBody } from '../read-body.ts'
import type { AnswerSender } from './answer-sender.ts'

/** /v1/pos/:connection and /v1/driver/:connection, for what does not come in by `api/plain-door.ts`. */
export function connectionRoutes(lane: Lane, answerSender: AnswerSender): Hono {
  const routes = new Hono()
  routes.on(['GET', 'POST'], '/:connection', async ({ req }) => {
    const { status, contentType, body } = await answerSender(lane, {
      connectionId: req.param('connection'),
      method: req.method === 'POST' ? 'POST' : 'GET',
      header: (name) => req.header(name),
      query: new URL(req.url).searchParams,
      readBody: (maxBytes) => readBody(req, maxBytes),
    })
    return new Response(status === 204 ? null : body, { status, headers: { 'content-type': contentType } })
  })
  return routes
}

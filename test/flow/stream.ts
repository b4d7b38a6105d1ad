import { createParser, type EventSourceMessage } from 'eventsource-parser'
import type { TrackView } from '../../api/contract.ts'

export type Seen = { id: string | undefined; text: string; view: TrackView }

/** Reads an order's live stream as a browser would; what came since is taken out by `read`. */
export async function openStream(
  app: { request: (path: string, init?: RequestInit) => Response | Promise<Response> },
  token: string,
  headers: Record<string, string> = {},
) {
  const response = await app.request(`/v1/track/${token}/live`, { headers })
  const seen: Seen[] = []
  const comments: string[] = []
  let ended = false
  const parser = createParser({
    onEvent: ({ id, data }: EventSourceMessage) => seen.push({ id, text: data, view: JSON.parse(data) as TrackView }),
    onComment: (comment) => comments.push(comment),
  })
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  const reading = (async () => {
    for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read())
      parser.feed(decoder.decode(chunk.value, { stream: true }))
    ended = true
  })()
  return {
    response,
    comments,
    /** What came since last read; whatever was on its way when the server fell idle has arrived. */
    read: async (): Promise<Seen[]> => {
      await new Promise(setImmediate)
      return seen.splice(0)
    },
    ended: () => ended,
    close: async (): Promise<void> => {
      await reader?.cancel()
      await reading
    },
  }
}

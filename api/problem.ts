/** A fault of one field, pointing into the document that was sent (RFC 6901 pointer). */
export type FieldFault = { pointer: string; detail: string }

export type ProblemBody = {
  type: string
  title: string
  status: number
  detail?: string
  errors?: FieldFault[]
}

type Extra = { detail?: string; errors?: FieldFault[]; headers?: Record<string, string> }

/** The one error thrown on purpose: a request turned down, as RFC 9457 problem details. */
export class Problem extends Error {
  readonly status: number
  readonly title: string
  readonly extra: Extra
  constructor(status: number, title: string, extra: Extra = {}) {
    super(title)
    this.status = status
    this.title = title
    this.extra = extra
  }

  get body(): ProblemBody {
    const { detail, errors } = this.extra
    return {
      type: 'about:blank',
      title: this.title,
      status: this.status,
      ...(detail && { detail }),
      ...(errors && { errors }),
    }
  }

  toResponse(): Response {
    return problemResponse(this.body, this.extra.headers)
  }
}

export const problemResponse = (body: ProblemBody, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status: body.status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })

/** The one answer to an unknown, expired, revoked or foreign token, so that none can be told from another. */
export const notFound = (): Problem => new Problem(404, 'Not found')

/** A document that does not fit, with the one field that is wrong. */
export const fieldFault = (pointer: string, detail: string): Problem =>
  new Problem(422, 'Does not fit the schema', { errors: [{ pointer, detail }] })

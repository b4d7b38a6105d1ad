import type { Attachment } from 'mailparser'

/** What a mail system tells of a mail of ours. */
export type Report =
  /** RFC 3464. Of one that was given up, why; `code` is that of RFC 3463, such as `5.1.1`. */
  | { what: 'delivery'; failed: boolean; code: string | undefined }
  /** RFC 5965. Its reader called it abuse; `about` is all that it says of the mail, in which our addresses stand. */
  | { what: 'complaint'; about: string }
  | { what: 'nothing' }

const STATUS = /^message\/(?:global-)?delivery-status$/
const FEEDBACK = /^message\/feedback-report$/
const ORIGINAL = /^(?:message\/(?:rfc822|global|rfc822-headers)|text\/rfc822-headers)$/
const MOST_READ = 64 * 1024

/** The report among the parts of a mail, where it is one. */
export function readReport(parts: readonly Attachment[]): Report | undefined {
  const text = (kind: RegExp): string | undefined => {
    const part = parts.find(({ contentType }) => kind.test(contentType))
    return part && wordsOf(part)
  }
  const feedback = text(FEEDBACK)
  if (feedback !== undefined) {
    const [fields = new Map<string, string>()] = groupsOf(feedback)
    const isAbuse = fields.get('feedback-type')?.toLowerCase() === 'abuse'
    return isAbuse ? { what: 'complaint', about: `${feedback}\n${text(ORIGINAL) ?? ''}` } : { what: 'nothing' }
  }
  const status = text(STATUS)
  return status === undefined ? undefined : deliveryIn(groupsOf(status))
}

/** Where it was handed on for anybody, it was not lost: an alias may lead to one that is there and one that is not. */
function deliveryIn(groups: Map<string, string>[]): Report {
  const actionOf = (group: Map<string, string>): string => group.get('action')?.toLowerCase() ?? ''
  const failed = groups.find((group) => actionOf(group) === 'failed')
  const isThere = groups.some((group) => ['delivered', 'relayed', 'expanded'].includes(actionOf(group)))
  const code = /^[45]\.\d{1,3}\.\d{1,3}\b/.exec(failed?.get('status') ?? '')?.[0]
  return { what: 'delivery', failed: failed !== undefined && !isThere, code }
}

/** Groups of fields with an empty line between, each field of one line or several; the first of a name counts. */
function groupsOf(text: string): Map<string, string>[] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split(/\n{2,}/)
    .map((group) => {
      const fields = new Map<string, string>()
      for (const line of group.split('\n')) {
        const colon = line.indexOf(':')
        const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase()
        if (name !== '' && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim())
      }
      return fields
    })
}

const wordsOf = ({ content }: Attachment): string => content.subarray(0, MOST_READ).toString()

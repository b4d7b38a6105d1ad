/** HTML that is safe to write out. Only `html` makes it. */
export type Markup = { readonly markup: string }
type Value = string | number | Markup | readonly Markup[] | undefined

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char)

const written = (value: Value): string => {
  if (value === undefined) return ''
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value))
  return 'markup' in value ? value.markup : value.map((part) => part.markup).join('')
}

/** A tagged template: every value is escaped unless it is markup already. */
export const html = (strings: TemplateStringsArray, ...values: Value[]): Markup => ({
  markup: String.raw({ raw: strings }, ...values.map(written)),
})

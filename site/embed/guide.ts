/** What the guide lists, row by row: the name as code, and what it means. */
type Row = { name: string; means: string }

export const attributes: Row[] = [
  {
    name: 'token',
    means: 'The last part of the order’s tracking link. Change it, and the element follows the other order.',
  },
  {
    name: 'dispensary',
    means:
      'Your store’s id. Without a token the element then asks for the order’s number and the last four digits of the phone.',
  },
  {
    name: 'layout',
    means:
      'card, the whole; bar, one line that opens to the whole; badge, the same for a header, not there without an order.',
  },
  { name: 'parts', means: 'Which of status, steps, window, map, id, contact are shown. Without it, all of them.' },
  { name: 'lang', means: 'en or es. Without it, the language that the order was placed in.' },
  { name: 'theme', means: 'light or dark. Without it, or as auto, what the customer’s device prefers.' },
  {
    name: 'hide-on-error',
    means: 'Shows nothing where the link is unknown or nobody answers, in place of a sentence that says so.',
  },
]

export const events: Row[] = [
  { name: 'doorstep:ready', means: 'The first view is there. detail: { milestone }' },
  { name: 'doorstep:milestone', means: 'The order has come further. detail: { milestone, previous }' },
  { name: 'doorstep:window', means: 'The time shown is new. detail: { window, promise, delayed }' },
  {
    name: 'doorstep:error',
    means: 'detail: { reason }, unknown-link or unreachable. Of the latter it goes on trying.',
  },
]

export const properties: Row[] = [
  {
    name: '--doorstep-accent',
    means: 'A colour. Without it, the one that the store gave us. Words in it stay readable.',
  },
  { name: '--doorstep-font', means: 'A font family. Without it, the device’s own.' },
  {
    name: '--doorstep-height',
    means: 'The room that a card keeps from the beginning. Without it 66rem, 38rem where it is wider than 54rem.',
  },
]

/** The names for `::part()`. */
export const pieces: Row[] = [
  { name: 'card, line', means: 'The ground of a card; the line of a bar or badge.' },
  { name: 'store, order', means: 'Whose order it is, and its number.' },
  { name: 'status, window, note', means: 'Where it is, when it comes, and what has changed.' },
  { name: 'steps, step', means: 'How far it has come.' },
  { name: 'map, id, contact', means: 'The map or the door; what to have ready; whom to call.' },
  { name: 'form, field, button', means: 'What finds an order.' },
]

/** Between a frame and the page around it. */
export const messages: Row[] = [
  { name: 'doorstep:height', means: 'From the frame: { type, height }, in pixels, whenever it changes.' },
  {
    name: 'doorstep:ready, :milestone, :window, :error',
    means: 'From the frame: { type, detail }, as the element’s events.',
  },
  {
    name: 'doorstep:set',
    means:
      'To the frame: { type, lang, theme, parts, layout }, each if it is to change. A token cannot be set: load the frame anew.',
  },
]

/** The directives of a strict page that holds the element; `nonce` is that of its own scripts and styles. */
export const directives = (origin: string, { nonce }: { nonce?: string } = {}): string[] => {
  const own = nonce === undefined ? "'self'" : `'nonce-${nonce}'`
  return [
    "default-src 'self'",
    `script-src ${own} ${origin}`,
    ...(nonce === undefined ? [] : [`style-src ${own}`]),
    `connect-src 'self' ${origin}`,
    `worker-src ${origin} blob:`,
    "img-src 'self' data: blob:",
  ]
}

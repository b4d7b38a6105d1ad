/** What the guide lists, row by row: the name as code, and what it means. */
type Row = { name: string; means: string }

export const attributes: Row[] = [
  {
    name: 'token',
    means: 'The last part of the order’s tracking link. Change it, and the element follows the other order.',
  },
  { name: 'lang', means: 'en or es. Without it, the language that the order was placed in.' },
  { name: 'theme', means: 'light or dark. Without it, what the customer’s device prefers.' },
]

export const events: Row[] = [
  { name: 'doorstep:ready', means: 'The first view is there. detail: { milestone }' },
  { name: 'doorstep:milestone', means: 'The order has come further. detail: { milestone, previous }' },
  { name: 'doorstep:window', means: 'The time shown is new. detail: { window, promise, delayed }' },
  { name: 'doorstep:error', means: 'detail: { reason }, unknown-link or unreachable. The element keeps trying.' },
]

export const properties: Row[] = [
  {
    name: '--doorstep-accent',
    means: 'A colour as #rrggbb. Without it, the one that the store gave us. Words in it stay readable.',
  },
  { name: '--doorstep-font', means: 'A font family. Without it, the device’s own.' },
]

/** The directives of a strict page that holds the element; the last two only matter once a map is shown. */
export const policy = (origin: string): string =>
  [`script-src ${origin}`, `connect-src ${origin}`, `worker-src ${origin} blob:`, 'img-src data: blob:'].join(';\n')

export const snippet = (origin: string): string =>
  [
    `<script type="module" src="${origin}/widget.js"></script>`,
    '<style>doorstep-tracker { display: block; min-height: 66rem }</style>',
    '',
    '<doorstep-tracker token="TOKEN"></doorstep-tracker>',
  ].join('\n')

export const listening = [
  "document.querySelector('doorstep-tracker')",
  "  .addEventListener('doorstep:milestone', ({ detail }) => {",
  '    console.log(detail.milestone)',
  '  })',
].join('\n')

/** What somebody chooses in the guide, and what of it is written down. */
export type Choices = {
  way: 'token' | 'look-up'
  as: 'script' | 'frame'
  layout: 'card' | 'bar' | 'badge'
  theme: 'auto' | 'light' | 'dark'
  lang: '' | 'en' | 'es'
  state: string
  parts: string[]
}

export const PARTS = ['status', 'steps', 'window', 'map', 'id', 'contact']
export const STATES: [name: string, words: string][] = [
  ['received', 'Received'],
  ['preparing', 'Being prepared'],
  ['out-for-delivery', 'On the way'],
  ['arriving-soon', 'Almost there'],
  ['arrived', 'At the door'],
  ['delivered', 'Delivered'],
  ['not-delivered', 'Not delivered'],
]

const oneOf = <T extends string>(asked: string | null, known: readonly T[]): T =>
  known.find((one) => one === asked) ?? (known[0] as T)

/** The choices as a form sends them; the first of each where there is none. */
export function choicesOf(asked: URLSearchParams): Choices {
  const parts = PARTS.filter((part) => asked.getAll('part').includes(part))
  return {
    way: oneOf(asked.get('way'), ['token', 'look-up']),
    as: oneOf(asked.get('as'), ['script', 'frame']),
    layout: oneOf(asked.get('layout'), ['card', 'bar', 'badge']),
    theme: oneOf(asked.get('theme'), ['auto', 'light', 'dark']),
    lang: oneOf(asked.get('lang'), ['', 'en', 'es']),
    state: oneOf(
      asked.get('state') ?? 'out-for-delivery',
      STATES.map(([name]) => name),
    ),
    parts: parts.length > 0 ? parts : PARTS,
  }
}

/** The attributes that say what was chosen; what goes without saying is left out. */
export function attributesFor(choices: Choices): Record<string, string> {
  const { layout, theme, lang, parts } = choices
  return {
    ...(layout !== 'card' && { layout }),
    ...(theme !== 'auto' && { theme }),
    ...(lang && { lang }),
    ...(parts.length < PARTS.length && { parts: parts.join(',') }),
  }
}

/** The element of the choices: an order that never was, or the form; of a store, or of nobody. */
export const shownFor = (choices: Choices, dispensary?: string): Record<string, string> => ({
  ...(isLookUp(choices)
    ? { dispensary: dispensary ?? 'sample' }
    : { token: ['sample', choices.state, ...(dispensary ? [dispensary] : [])].join('.') }),
  ...attributesFor(choices),
})

/** A bar or a badge of no order is not there: only a card asks for one. */
export const isLookUp = ({ way, layout }: Choices): boolean => way === 'look-up' && layout === 'card'

const written = (attributes: Record<string, string>): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')

const HEIGHTS: Record<Choices['layout'], string> = { card: '66rem', bar: '3.5rem', badge: '2.5rem' }

/** What is pasted. */
export function snippetFor(choices: Choices, origin: string, dispensary = 'YOUR-STORE'): string {
  const whose = isLookUp(choices) ? { dispensary } : { token: 'TOKEN' }
  const attributes = { ...whose, ...attributesFor(choices) }
  if (choices.as === 'frame') return frameSnippet(attributes, origin)
  const isWhole = !isLookUp(choices) && choices.parts.length === PARTS.length
  return [
    `<script type="module" src="${origin}/widget.js"></script>`,
    ...(isWhole ? [`<style>doorstep-tracker { display: block; min-height: ${HEIGHTS[choices.layout]} }</style>`] : []),
    `<doorstep-tracker${written(attributes)}></doorstep-tracker>`,
  ].join('\n')
}

function frameSnippet(attributes: Record<string, string>, origin: string): string {
  const address = `${origin}/embed/frame?${new URLSearchParams({ ...attributes, origin: 'https://YOUR-SITE' })}`
  return [
    `<iframe id="doorstep" title="Your delivery" src="${address.replaceAll('&', '&amp;')}"`,
    '  style="width: 100%; height: 66rem; border: 0"></iframe>',
    '<script>',
    '  addEventListener("message", ({ origin, source, data }) => {',
    '    const frame = document.getElementById("doorstep")',
    `    if (origin !== "${origin}" || source !== frame.contentWindow) return`,
    '    if (data.type === "doorstep:height") frame.style.height = data.height + "px"',
    '  })',
    '</script>',
  ].join('\n')
}

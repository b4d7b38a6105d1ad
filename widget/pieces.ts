/** What a page may style by `::part()`, and where it is. */
const PIECES = {
  card: '.card',
  line: 'summary',
  store: '.store',
  order: '.order',
  status: '.headline',
  window: '.largest,.when',
  note: '.note',
  steps: '.steps',
  step: '.steps>li',
  map: '.pane',
  id: '.ready',
  contact: '.contact',
  form: 'form',
  field: 'input',
  button: 'button',
}

/** Names the pieces that stand in a shadow tree; the components need not know of it, for a page of ours has no use for it. */
export function namePieces(root: ShadowRoot): void {
  for (const [name, selector] of Object.entries(PIECES))
    for (const piece of root.querySelectorAll(selector)) piece.setAttribute('part', name)
}

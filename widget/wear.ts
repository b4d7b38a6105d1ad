/** Puts a style sheet on, once, wherever an element stands: in the page or in a shadow tree. */
export function wear(element: Element, css: string): void {
  const root = element.getRootNode() as Document | ShadowRoot
  const its = worn.get(root) ?? new Set()
  if (its.has(css)) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet, ...root.adoptedStyleSheets]
  worn.set(root, its.add(css))
}
const worn = new WeakMap<Document | ShadowRoot, Set<string>>()

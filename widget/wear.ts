/** Puts a style sheet on, once, wherever a node stands: in the page or in a shadow tree. All that wear it share it. */
export function wear(node: Node, css: string): void {
  const root = node.getRootNode() as Document | ShadowRoot
  let sheet = sheets.get(css)
  if (!sheet) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    sheets.set(css, sheet)
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet)
}
const sheets = new Map<string, CSSStyleSheet>()

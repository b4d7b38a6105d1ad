import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Paths from the root, of the files that a person wrote. */
export function sourceFiles(...patterns: string[]): string[] {
  const exclude = ['**/node_modules', '**/dist', '**/var', '**/.astro', 'db/migrations']
  return globSync(patterns, { cwd: ROOT, exclude }).sort()
}

export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** An Astro page holds TypeScript between its fences and in its scripts. */
function codeOf(path: string): string {
  const text = textOf(path)
  if (!path.endsWith('.astro')) return text
  const frontmatter = /^---\r?\n([\s\S]*?)^---/m.exec(text)?.[1] ?? ''
  const scripts = [...text.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)]
  const sources = scripts.flatMap(([, attributes]) => /\ssrc=["'](\.[^"']+)["']/.exec(attributes ?? '')?.[1] ?? [])
  return ['', frontmatter, ...sources.map((src) => `import '${src}'`), ...scripts.map(([, , code]) => code)].join('\n')
}

const parse = (path: string): ts.SourceFile => {
  const kind = path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  return ts.createSourceFile(path, codeOf(path), ts.ScriptTarget.Latest, true, kind)
}

/** Every node of a file's syntax tree. */
export function nodesOf(path: string): ts.Node[] {
  const nodes: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    nodes.push(node)
    ts.forEachChild(node, visit)
  }
  visit(parse(path))
  return nodes
}

export type Import = { specifier: string; typeOnly: boolean; line: number }

/** Every import and re-export of a file, and whether anything of it is left at run time. */
export function importsOf(path: string): Import[] {
  return nodesOf(path).flatMap((node) => {
    const found = specifierOf(node)
    if (!found) return []
    const { line } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart())
    return [{ specifier: found.text, typeOnly: isTypeOnly(node), line: line + 1 }]
  })
}

function specifierOf(node: ts.Node): ts.StringLiteralLike | undefined {
  const at =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
        ? node.arguments[0]
        : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
          ? node.argument.literal
          : undefined
  return at && ts.isStringLiteralLike(at) ? at : undefined
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true
  if (ts.isExportDeclaration(node)) return node.isTypeOnly
  const clause = ts.isImportDeclaration(node) ? node.importClause : undefined
  if (!clause) return false
  const names = clause.namedBindings
  const allTypes = !clause.name && !!names && ts.isNamedImports(names) && names.elements.length > 0
  return clause.isTypeOnly || (allTypes && names.elements.every((element) => element.isTypeOnly))
}

import { existsSync, globSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT, sourceFiles, textOf } from './source-files.ts'

const DOCS = sourceFiles('**/*.md', '.ci/**/*.md')
const SCRIPTS = Object.keys((JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }).scripts)
const TREE = [...sourceFiles('**/*.*', '.*', '.ci/*'), 'package.json']

/** What a build or a run makes is not there in a fresh clone. */
const MADE = /^(dist|var|node_modules|\.astro|\.env)(\/|$)|^(export\.json|events\.csv|tracks\.csv|checkpoint\.json)$/
const FOLDERS = /^(api|db|templates|widget|site|test|\.ci)\//
const FILE = /^[\w@.[\]-]+\.(ts|tsx|mjs|astro|css|json|jsonc|sql|md|csv|pbf)$/

const withoutFences = (text: string): string => text.replace(/^( *)(```|~~~)[\s\S]*?^\1\2/gm, '')
const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, first]) => first ?? [])

/** Paths in backticks, written from the root; `*`, `{a,b}` and a line number after a colon may stand in them. */
function quotedPaths(text: string): string[] {
  const quoted = matches(withoutFences(text), /`([^`\n]+)`/g).map((code) => code.replace(/:\d+(-\d+)?$/, ''))
  return quoted.filter((code) => !/[\s<>…$]/.test(code) && !MADE.test(code) && (FOLDERS.test(code) || FILE.test(code)))
}

const linkedPaths = (text: string): string[] =>
  matches(text, /\]\(([^)\s]+)\)/g)
    .filter((target) => !/^(\w+:|#|\/)/.test(target))
    .map((target) => target.replace(/[#?].*$/, ''))

/** `a.{ts,tsx}` is two files, and both must be there. */
const spelledOut = (path: string): string[] => {
  const [whole, before, choices, after] = /^(.*?)\{([^{}]*)\}(.*)$/.exec(path) ?? []
  return whole ? (choices ?? '').split(',').flatMap((choice) => spelledOut(`${before}${choice}${after}`)) : [path]
}

const isThere = (path: string): boolean =>
  FILE.test(path)
    ? TREE.some((file) => basename(file) === path)
    : existsSync(join(ROOT, path)) || globSync(path, { cwd: ROOT }).length > 0

describe.each(DOCS)('%s', (doc) => {
  const text = textOf(doc)

  test('names only files that exist', () => {
    expect(
      quotedPaths(text)
        .flatMap(spelledOut)
        .filter((path) => !isThere(path)),
    ).toEqual([])
  })

  test('links only to files that exist', () => {
    expect(linkedPaths(text).filter((path) => !existsSync(join(ROOT, dirname(doc), path)))).toEqual([])
  })

  test('names only scripts that exist', () => {
    expect(matches(text, /\bnpm run (?:--?[\w-]+ )*([\w:-]+)/g).filter((script) => !SCRIPTS.includes(script))).toEqual(
      [],
    )
  })
})

test.runIf(DOCS.includes('README.md'))('the README names every script', () => {
  const named = matches(textOf('README.md'), /\bnpm (?:run )?([\w:-]+)/g)
  expect(SCRIPTS.filter((script) => !named.includes(script))).toEqual([])
})

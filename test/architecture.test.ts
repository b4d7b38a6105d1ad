import { builtinModules } from 'node:module'
import { basename, join, matchesGlob } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { type Import, importsOf, nodesOf, sourceFiles, textOf } from './source-files.ts'

/**
 * Who may import whom, besides itself and in its own folder. A file belongs to the first row that names it; `$` stands
 * for the layer's name, `types of` for what must be gone at run time, `node` for its built-ins.
 */
const TABLE = `
  layer                    | files                                               | may import                              | node | packages
  domain                   | api/domain/**                                       |                                         | no
  ports                    | api/ports.ts                                        | types of domain, types of contract      | no
  contract                 | api/contract{,-connections,-messages,-page,-support,-wording}.ts | domain                                  | no   | zod
  problem                  | api/{problem,parse,read-body,fault}.ts              |                                         | no   | zod
  secrets                  | api/{secrets,signing}.ts                            | types of ports                          | yes
  config                   | api/config.ts                                       | domain, ports                           | yes  | zod
  builds                   | **/*.config.{ts,mjs}                                | anything                                | yes  | anything
  db                       | db/**                                               | domain                                  | yes  | drizzle-orm, @libsql/client, canonicalize
  templates                | templates/**                                        | types of domain                         | no
  adapters                 | api/adapters/**                                     | domain, ports                           | yes  | anything
  bus                      | api/live/bus.ts                                     | domain                                  | no
  contacts                 | api/{contacts,contact-keys,devices,strangers}.ts    | domain, ports, secrets, db, bus         | no
  record                   | api/{record,attached,waiting,evolve*,refusal,positions,background}.ts | domain, ports, problem, contacts, db, bus | no
  metrics                  | api/metrics.ts                                      | types of record                         | no   | prom-client
  ingest                   | api/ingest/**                                       | spine                                   | yes  | hono, zod, standardwebhooks, libphonenumber-js
  notify                   | api/notify/**                                       | spine, templates                        | yes  | hono, zod, mailparser, html-to-text
  eta, comply, live        | api/$/**                                            | spine                                   | yes  | hono, zod
  tracking, audit          | api/$/**                                            | spine                                   | yes  | hono, zod
  support                  | api/support/**                                      | spine, templates                        | yes  | hono, zod
  main                     | api/{main,admin,rebuild,verify,export,own-key}.ts   | anything                                | yes  | anything
  app                      | api/*.ts                                            | stages, spine, metrics, types of config | yes  | hono, @hono/node-server, zod
  widget                   | widget/**                                           | types of contract                       | no   | preact, maplibre-gl, react
  pages                    | site/**/*.{astro,tsx}                               | site, widget, types of contract         | no   | astro, preact, preact-render-to-string
  site                     | site/**                                             | widget, types of contract               | yes  | astro, preact
`
const GROUPS: Record<string, string> = {
  stages: 'ingest, eta, notify, comply, live, tracking, support, audit',
  spine: 'domain, ports, contract, problem, secrets, contacts, db, bus, record',
}

type Layer = { name: string; files: string; may: string[]; packages: string[]; node: boolean }

const list = (cell = ''): string[] =>
  cell
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)

const LAYERS: Layer[] = TABLE.trim()
  .split('\n')
  .slice(1)
  .flatMap((row) => {
    const [names, files = '', may, node, packages] = row.split('|').map((cell) => cell.trim())
    return list(names).map((name) => ({
      name,
      files: files.replace('$', name),
      may: list(may).flatMap((layer) => list(GROUPS[layer] ?? layer)),
      packages: list(packages),
      node: node === 'yes',
    }))
  })

/** Beside its one vendor's package an adapter may check answers with zod, and read the line format of the routers. */
const BESIDE_A_VENDOR = ['zod', '@googlemaps/polyline-codec']

const FILES = sourceFiles('{api,db,templates,widget,site}/**/*.{ts,tsx,astro,mjs,css}', 'astro.config.mjs')
const CODE = FILES.filter((path) => !path.endsWith('.css'))
const layerOf = (path: string): Layer | undefined => LAYERS.find(({ files }) => matchesGlob(path, files))

const isRelative = (specifier: string): boolean => specifier.startsWith('.')
const isBuiltin = (specifier: string): boolean => specifier.startsWith('node:') || builtinModules.includes(specifier)
const packageOf = (specifier: string): string => specifier.split(/[/:]/, specifier.startsWith('@') ? 2 : 1).join('/')

/** Why this layer may not import that, or nothing if it may. */
function objection({ name, may, packages, node }: Layer, path: string, found: Import): string | undefined {
  if (isBuiltin(found.specifier)) return node ? undefined : `${name} may not import Node's built-ins`
  if (!isRelative(found.specifier)) {
    const wanted = packageOf(found.specifier)
    const allowed = packages.includes('anything') || packages.includes(wanted)
    return allowed ? undefined : `${name} may not import the package ${wanted}`
  }
  const target = join(path, '..', found.specifier)
  const other = layerOf(target)?.name ?? target
  if (other === name || may.includes(other) || may.includes('anything')) return undefined
  if (!may.includes(`types of ${other}`)) return `${name} may not import ${other}`
  return found.typeOnly ? undefined : `${name} may import only types of ${other}`
}

describe('who may import whom', () => {
  test('every file belongs to a layer', () => {
    expect(FILES.filter((path) => !layerOf(path))).toEqual([])
  })

  test.each(LAYERS)('$name imports only what it may', (layer) => {
    const objections = CODE.filter((path) => layerOf(path) === layer).flatMap((path) =>
      importsOf(path).flatMap((found) => {
        const why = objection(layer, path, found)
        return why ? [`${path}:${found.line} ${found.specifier}: ${why}`] : []
      }),
    )
    expect(objections).toEqual([])
  })

  test('an adapter speaks to one vendor', () => {
    const packages = (path: string): string[] => {
      const outside = importsOf(path).filter(({ specifier }) => !isRelative(specifier) && !isBuiltin(specifier))
      return [...new Set(outside.map(({ specifier }) => packageOf(specifier)))]
    }
    const vendors = (path: string): string[] => packages(path).filter((name) => !BESIDE_A_VENDOR.includes(name))
    expect(sourceFiles('api/adapters/**/*.ts').filter((path) => vendors(path).length > 1)).toEqual([])
  })

  test('an import names its file whole, with its ending', () => {
    const cut = CODE.flatMap((path) =>
      importsOf(path)
        .filter(
          ({ specifier }) => isRelative(specifier) && !/\.(tsx?|astro|css|json|mjs|woff2|svg)(\?\w+)?$/.test(specifier),
        )
        .map(({ specifier, line }) => `${path}:${line} ${specifier}`),
    )
    expect(cut).toEqual([])
  })
})

describe('every file is one thing with a name from the field', () => {
  test('no room is named after nothing', () => {
    const rooms = /^(utils?|libs?|helpers?|common|shared|misc)(\.|$)/
    const files = [...FILES, ...sourceFiles('test/**/*.{ts,tsx,css}')]
    expect(files.filter((path) => path.split('/').some((part) => rooms.test(part)))).toEqual([])
  })

  test('no file only passes on what others export', () => {
    const barrels = CODE.filter((path) => /\.tsx?$/.test(path)).filter((path) => {
      const [file] = nodesOf(path)
      const statements = file && ts.isSourceFile(file) ? [...file.statements] : []
      const passesOn = (statement: ts.Statement): boolean => ts.isExportDeclaration(statement)
      return statements.some(passesOn) && statements.every((s) => passesOn(s) || ts.isImportDeclaration(s))
    })
    expect(barrels).toEqual([])
  })

  test('no file is over 200 lines, or 250 for the schema and the stylesheets; the verifier is one file whatever it takes', () => {
    const limits: Record<string, number> = { 'schema.ts': 250, 'verify-export.mjs': 350 }
    const limit = (path: string): number => limits[basename(path)] ?? (path.endsWith('.css') ? 250 : 200)
    const lines = (path: string): number => textOf(path).trimEnd().split('\n').length
    expect(FILES.filter((path) => lines(path) > limit(path)).map((path) => `${path}: ${lines(path)}`)).toEqual([])
  })
})

/** What the world answers differently each time. Randomness and the clock are ports; the rest is main's. */
const AMBIENT =
  /^(Date\.now|performance\.now|Math\.random|process\.(env|argv|hrtime|exit)|console\.\w+)$|^crypto\.(randomUUID|getRandomValues|randomBytes)$/
const AMBIENT_IMPORTS = /^(randomBytes|randomUUID|randomInt|getRandomValues)$/
const MAY_READ_THE_WORLD =
  /^api\/(main|config|admin|rebuild|verify|export)\.ts$|^api\/audit\/verify-export\.mjs$|^api\/adapters\/|\.config\.ts$/

function ambientRead(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return AMBIENT.test(node.getText())
  if (ts.isImportSpecifier(node)) return AMBIENT_IMPORTS.test((node.propertyName ?? node.name).text)
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Date' && !node.arguments?.length
  return ts.isCallExpression(node) && node.expression.getText() === 'Date'
}

test('only main, config and the adapters read the clock, chance, the environment or the console', () => {
  const reads = CODE.filter((path) => /^(api|db|templates)\//.test(path) && !MAY_READ_THE_WORLD.test(path)).flatMap(
    (path) =>
      nodesOf(path)
        .filter(ambientRead)
        .map((node) => `${path}: ${node.getText()}`),
  )
  expect(reads).toEqual([])
})

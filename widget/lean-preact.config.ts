import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const SOURCE = join(dirname(createRequire(import.meta.url).resolve('preact/package.json')), 'src')
const OWN_PROPS = join(import.meta.dirname, 'lean-props.ts')

/**
 * What the element never does, as what it therefore always is; the minifier takes away what hangs on it. It draws into
 * shadow trees of its own, so nothing is hydrated. Its components have no context, no boundary for errors, and of the
 * lifecycle only what LiveMap and Scene use. Nobody looks into it with tools.
 */
const NEVER: [what: RegExp, is: string][] = [
  // Hydration.
  [/if \(oldVNode\._flags & MODE_SUSPENDED\) \{.*?\}/g, ''],
  [/if \(isHydrating\) \{ if \(options.*?\} excessDomChildren = NULL;/g, ''],
  [/excessDomChildren = nodeType == 'textarea'.*?;/g, ''],
  [/if \(isHydrating \|\| excessDomChildren != NULL\) \{.*?\} else (?=\{ newVNode\._dom)/g, ''],
  [/excessDomChildren \? excessDomChildren\[0\] : /g, ''],
  [/excessDomChildren != NULL/g, 'false'],
  [/excessDomChildren == NULL/g, 'true'],
  [/\(!isHydrating \|\| [^()]*\) &&/g, ''],
  [/if \(!isHydrating \|\| nodeType == 'textarea'\)/g, ''],
  [/!isHydrating/g, 'true'],
  [/ (excessDomChildren|isHydrating),/g, ''],
  [/return newVNode\._flags & MODE_SUSPENDED \? undefined : oldDom/g, 'return oldDom'],
  [/newVNode\._flags &= RESET_MODE;/g, ''],
  [/oldVNode\._flags & MODE_HYDRATE \? \[oldDom\] : NULL,|!!\(oldVNode\._flags & MODE_HYDRATE\),/g, ''],
  [/let isHydrating = .*?;|, isHydrating(?=, refQueue)|true && replaceNode \? \[replaceNode\] : .*?: NULL,/g, ''],
  [/isHydrating \? NULL : /g, ''],
  [/true && replaceNode \? replaceNode : /g, ''],
  [/\(true && replaceNode\) \|\| |\(replaceNode && replaceNode\._children\) \|\| /g, ''],
  // Contexts.
  [/tmp = newType\.contextType;|if \(provider\) provider\.sub\(c\);|let provider = .*?;/g, ''],
  [/let componentContext = .*?;/g, 'let componentContext;'],
  [/if \(c\.getChildContext != NULL\) \{.*?\} (?=if)/g, ''],
  [/component\._globalContext,|(?<=EMPTY_OBJ, )EMPTY_OBJ,/g, ''],
  [/ globalContext,|, componentContext(?= \))|, c\.context(?=\))|c\.context = componentContext;/g, ''],
  [/c\._globalContext = globalContext;| = r\._globalContext(?= = NULL)/g, ''],
  // Boundaries for errors: what a component throws goes to whoever drew.
  [/options\._catchError\((\w+),.*?\);/g, 'throw $1;'],
  [/let oldCommitQueueLength = commitQueue\.length; try (?=\{)/g, ''],
  [/catch \(e\) \{ commitQueue\.length = .*? throw e; \}/g, ''],
  [/try (?=\{[^{}]*(\{[^{}]*(\{[^{}]*\}[^{}]*)*\}[^{}]*)*\} catch \(e\) \{ throw e; \})/g, ''],
  [/catch \(e\) \{ throw e; \}/g, ''],
  [/clearProcessingException = c\._processingException = c\._pendingError;/g, ''],
  [/if \(clearProcessingException\) \{.*?\}/g, ''],
  // The lifecycle.
  [/newType\.getDerivedStateFromProps != NULL|c\.(componentWill\w+|getSnapshotBeforeUpdate) != NULL/g, 'false'],
  [/newType\.getDerivedStateFromProps == NULL/g, 'true'],
  [/typeof type == 'function' && type\.defaultProps != NULL/g, 'false'],
  // Elements that it does not draw.
  [/else if \(nodeType == 'math'\) namespace = MATH_NAMESPACE;/g, ''],
  [/newVNode\.type == 'template' \? dom\.content : dom/g, 'dom'],
  [/nodeType == 'foreignObject' \? XHTML_NAMESPACE : namespace/g, 'namespace'],
  [/if \(parentDom == document\) \{.*?\}/g, ''],
  // Fields that are drawn anew with other content.
  [/&& !\(i == '\w+' && '\w+' in newProps\)/g, ''],
  [/else if \(i == '(value|checked)'\) \{.*?\}/g, ''],
  [/\{ i = 'value'; if \(nodeType == 'progress'.*?(?=return dom;)/g, '} '],
  // Tools.
  [/if \(\(tmp = options\.\w+\)\) tmp\(newVNode\);|if \(renderHook\) renderHook\(newVNode\);/g, ''],
  [/if \((original == NULL && )?options\.\w+( != NULL)?\) options\.\w+\(.*?\);/g, ''],
  [/options\.(_render|debounceRendering)/g, 'undefined'],
]
/** The names that Preact keeps to itself. */
const PRIVATE = /\b_[a-z]\w+/gi

/** Preact from its source, without what the element never does: a quarter of it. Every row above must find its place. */
export function leanPreact(): Plugin {
  const found = new Set<RegExp>()
  const names = new Map<string, string>()
  const short = (name: string): string => {
    if (!names.has(name)) names.set(name, `_${names.size.toString(36)}`)
    return names.get(name) ?? name
  }
  return {
    name: 'doorstep-lean-preact',
    enforce: 'pre',
    resolveId: {
      order: 'pre',
      handler(what, from) {
        if (what === 'preact') return join(SOURCE, 'index.js')
        return what === './props' && from?.startsWith(SOURCE) ? OWN_PROPS : null
      },
    },
    transform: {
      filter: { id: /\/preact\/src\/[\w/-]+\.js$/ },
      handler(code) {
        const flat = code.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '').replace(/\s+/g, ' ')
        const lean = NEVER.reduce((text, [what, is]) => {
          const next = text.replace(what, is)
          if (next !== text) found.add(what)
          return next
        }, flat)
        return lean.replace(PRIVATE, short)
      },
    },
    buildEnd(error) {
      const missed = NEVER.filter(([what]) => !found.has(what)).map(([what]) => what.source)
      if (!error && missed.length > 0) throw new Error(`Preact has changed: ${missed.join('\n')}`)
    },
  }
}

import { directives } from '../../../site/embed/guide.ts'

export const HOSTS = ['plain', 'reset', 'csp', 'react', 'wordpress', 'rtl'] as const
export type HostName = (typeof HOSTS)[number]
type HostPage = { html: string; policy?: string }

/** A column of whole pixels, so that the same words fall on the same pixels everywhere. */
const COLUMN =
  'body{margin:0!important}.column{box-sizing:content-box!important;width:288px;margin:0!important;padding:16px 16px 0!important}'
const NONCE = 'bm9uY2Utb2YtdGhlLXNob3A='

const inText = (attributes: Record<string, string>): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ')
const tag = (attributes: Record<string, string>): string =>
  `<doorstep-tracker ${inText(attributes)}></doorstep-tracker>`
const page = (head: string, body: string, root = 'lang="en"'): string =>
  `<!doctype html><html ${root}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><title>A shop</title>${head}</head><body>${body}</body></html>`

/** Pages of shops, each hostile in its own way; `origin` is where Doorstep is. */
export function hostPage(name: HostName, origin: string, attributes: Record<string, string>): HostPage {
  const script = `<script type="module" src="${origin}/widget.js"></script>`
  const column = `<div class="column">${tag(attributes)}</div>`
  switch (name) {
    case 'plain':
      return { html: page(`<style>${COLUMN}</style>${script}`, column) }
    case 'reset':
      return { html: page(`<style>${RESET}${COLUMN}</style>${script}`, `<h1>Thank you</h1>${column}`) }
    case 'csp':
      return {
        html: page(
          `<style nonce="${NONCE}">${COLUMN}</style><script nonce="${NONCE}">window.inline = true</script>
           <script type="module" nonce="${NONCE}" src="${origin}/widget.js"></script>`,
          column,
        ),
        policy: directives(origin, { nonce: NONCE }).join('; '),
      }
    case 'react':
      return {
        html: page(
          `<style>${COLUMN}p,button{height:20px;margin:0}</style>${script}`,
          `<div class="column" id="app" data-attributes='${JSON.stringify(attributes)}'></div><script type="module" src="/react-app.js"></script>`,
        ),
      }
    case 'wordpress':
      return {
        html: page(
          `<style>${THEME}${COLUMN}</style><script src="/es6-shim.js"></script><script>${OLD_HABITS}</script>
           <script src="/jquery.js"></script>`,
          `<header class="site-header"><h1>Thank you</h1></header><div class="entry-content">${column}</div>
           <script type="module" src="${origin}/widget.js?ver=6.7.1"></script>
           <script>jQuery(function ($) { $('doorstep-tracker').wrap('<div class="wp-block-embed"></div>').parent().hide().fadeIn(1) })</script>`,
        ),
      }
    case 'rtl':
      return {
        html: page(
          `<style>html{direction:rtl;text-align:right}${COLUMN}</style>${script}`,
          `<h1 style="height:40px;margin:0">شكرا لك</h1>${column}`,
          'lang="ar" dir="rtl"',
        ),
      }
    default:
      return name satisfies never
  }
}

/** Everything of everything, and all of it important. */
const RESET = `html{font-size:5px!important;line-height:4!important}
*,*::before,*::after{margin:0!important;padding:0!important;border:0!important;outline:0!important;
font:italic 900 31px/1 "Courier New",monospace!important;color:#f00!important;letter-spacing:.4em!important;word-spacing:1em!important;
text-transform:uppercase!important;text-align:center!important;text-indent:2em!important;text-decoration:line-through!important;
text-shadow:2px 2px #0f0!important;white-space:pre!important;box-sizing:content-box!important;list-style:square!important;
cursor:wait!important;visibility:inherit!important;animation:none!important;transition:none!important;float:none!important;
fill:#00f!important;stroke:#00f!important;border-radius:0!important;box-shadow:none!important;quotes:"<" ">"!important}
div,p,section,h1,h2,svg,span,ul,li{display:block!important;min-height:40px!important;background:#ff0!important}`

/** What old themes set, and what old scripts did to a browser. */
const THEME = `html{font-size:62.5%}body{font:1.6rem/1.8 Georgia,serif;color:#444;word-wrap:break-word}
*,*::before,*::after{box-sizing:inherit}svg,img{max-width:100%;height:auto}a{color:#e91e63}p{margin:0 0 2.8rem}
button,input{font:inherit;border:1px solid #ccc;text-transform:uppercase}h1,h2,h3{text-transform:uppercase;letter-spacing:.1em}.site-header{height:80px;overflow:hidden}
.entry-content>*{max-width:58rem}.entry-content ul{list-style:disc;margin:0 0 2.8rem 4rem}`
const OLD_HABITS = `Array.prototype.each = function (act) { for (var i = 0; i < this.length; i++) act(this[i]) }
Array.prototype.remove = function (one) { return this.splice(this.indexOf(one), 1) }
String.prototype.strip = function () { return this.replace(/^ +| +$/g, '') }
Function.prototype.bindAsEventListener = function (self) { var act = this; return function (e) { return act.call(self, e) } }
window.$A = Array.from; window.requestIdleCallback = undefined; window.name = 'shop'; window.customElementsOld = window.customElements`

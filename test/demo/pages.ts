import { html, raw } from 'hono/html'
import type { Shown } from './phone.ts'

type Html = ReturnType<typeof html>
export type DemoOrder = { id: string; number: string; who: string; token: string; driver: string }

const page = (title: string, style: string, body: Html): Html => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <link rel="icon" href="data:," />
    <style>
      ${raw(BASE)}
      ${raw(style)}
    </style>
  </head>
  <body>
    ${body}
  </body>
</html>`

const BASE = `
  * { box-sizing: border-box; margin: 0 }
  body { font: 16px/1.5 ui-sans-serif, system-ui, "Segoe UI", Roboto, sans-serif; color: #1d2723; background: #f4f3ee }
  a { color: inherit }
  main { max-width: 68rem; margin: 0 auto; padding: 3rem 1.5rem 5rem }
`

/** Where the evening begins: every link at once. */
export const indexPage = (orders: DemoOrder[], staff: { email: string; password: string }): Html =>
  page(
    'An evening in Alder Bay',
    `
    h1 { font-size: clamp(2rem, 5vw, 3.2rem); letter-spacing: -.03em; line-height: 1.05; max-width: 16ch }
    p.lead { margin: 1rem 0 2.5rem; max-width: 46ch; color: #55625c; font-size: 1.1rem }
    ul { list-style: none; padding: 0; display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)) }
    li a { display: block; padding: 1.1rem 1.25rem; background: #fff; border-radius: 1rem; text-decoration: none;
      box-shadow: 0 1px 2px #0001, 0 8px 24px #1d27230a; transition: transform .15s }
    li a:hover { transform: translateY(-2px) } li small { display: block; color: #6b7771 }
    li strong { font-size: 1.15rem } h2 { margin: 3rem 0 1rem; font-size: 1.1rem }
    code { background: #e7e5db; padding: .1em .4em; border-radius: .3em }`,
    html`<main>
      <h1>An evening in Alder Bay</h1>
      <p class="lead">
        Six orders, two drivers, one customer without ID. Everything you see came in through the public API, as a till
        and two phones would send it.
      </p>
      <h2>What the customers see</h2>
      <ul>
        ${orders.map(
          (order) => html`<li>
            <a href="/t/${order.token}"><strong>${order.who}</strong><small>Order ${order.number}, with ${order.driver}</small></a>
          </li>`,
        )}
      </ul>
      <h2>What everybody else sees</h2>
      <ul>
        <li><a href="/demo/shop"><strong>The store’s own site</strong><small>The widget, pasted into a foreign page</small></a></li>
        <li><a href="/demo/phone"><strong>The phones</strong><small>Every message that would have gone out</small></a></li>
        <li><a href="/support"><strong>Support</strong><small>Every order’s whole history</small></a></li>
      </ul>
      <p class="lead" style="margin-top:2rem">Sign in to support with <code>${staff.email}</code> and <code>${staff.password}</code>.</p>
    </main>`,
  )

/** A page of an imaginary store, with its own taste, that pastes the widget in. */
export const shopPage = (origin: string, orders: DemoOrder[], chosen: DemoOrder): Html =>
  page(
    'Your order — Alder Bay Provisions',
    `
    body { font-family: Georgia, "Times New Roman", serif; background: #fffdf7; color: #2b2a26 }
    header { display: flex; gap: 2rem; align-items: baseline; padding: 1.5rem clamp(1.5rem, 5vw, 4rem); border-bottom: 1px solid #e8e2d2 }
    header b { font-size: 1.35rem; letter-spacing: .01em } header nav { margin-left: auto; display: flex; gap: 1.5rem; color: #7b7566; flex-wrap: wrap }
    main { display: grid; gap: 3rem; grid-template-columns: minmax(0, 1fr) minmax(0, 26rem); align-items: start }
    @media (max-width: 52rem) { main { grid-template-columns: minmax(0, 1fr) } header nav { display: none } }
    h1 { font-size: clamp(2rem, 4.5vw, 3rem); font-weight: 400; line-height: 1.1; margin-bottom: 1rem } p { max-width: 42ch; color: #5f5b50; margin-bottom: 1rem }
    .who { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: 2rem; font: .85rem ui-sans-serif, system-ui, sans-serif }
    .who a { padding: .35rem .8rem; border: 1px solid #ded7c4; border-radius: 99px; text-decoration: none }
    .who a[aria-current] { background: #2b2a26; color: #fffdf7; border-color: #2b2a26 }`,
    html`<header><b>Alder Bay Provisions</b><nav><span>Shop</span><span>Visit</span><span>Account</span></nav></header>
      <main>
        <section>
          <h1>Thank you, ${chosen.who}.<br />We’ve got it from here.</h1>
          <p>Your order is in good hands. You can follow it right here, and we’ll bring it to your door this evening.</p>
          <p>Somebody of age must be there to take it, with a photo ID.</p>
          <div class="who" aria-label="Look over another customer’s shoulder">
            ${orders.map(
              (order) =>
                html`<a href="/demo/shop?order=${order.id}" ${order === chosen ? raw('aria-current="page"') : ''}>${order.who}</a>`,
            )}
          </div>
        </section>
        <doorstep-tracker token="${chosen.token}"></doorstep-tracker>
      </main>
      <script type="module" src="${origin}/widget.js"></script>`,
  )

/** The phones of all customers, side by side: what would have gone out. */
export const phonePage = (shown: readonly Shown[], timeZone: string): Html =>
  page(
    'The phones',
    `
    body { background: #e9ebee } h1 { font-size: 2rem; letter-spacing: -.02em; margin-bottom: .25rem } p { color: #5c646d; margin-bottom: 2rem }
    ol { list-style: none; padding: 0; columns: 22rem; column-gap: 1.25rem }
    li { break-inside: avoid; background: #fff; border-radius: 1.25rem; padding: 1rem 1.15rem; margin-bottom: 1.25rem; box-shadow: 0 1px 2px #0001, 0 10px 30px #10203010 }
    li header { display: flex; gap: .6rem; align-items: center; font-size: .8rem; color: #6a727b; margin-bottom: .6rem } li header time { margin-left: auto }
    .channel { font-weight: 600; color: #fff; border-radius: 99px; padding: .1rem .6rem; background: #34785f } .sms { background: #2f6fde } .web-push { background: #8a4fd0 }
    h2 { font-size: 1rem; margin-bottom: .35rem } .text { white-space: pre-wrap; overflow-wrap: anywhere; color: #2a3138 }
    .sms-bubble { background: #e6e8eb; border-radius: 1.1rem 1.1rem 1.1rem .3rem; padding: .7rem .9rem }
    iframe { width: 100%; height: 30rem; border: 1px solid #e3e6ea; border-radius: .75rem; background: #fff }`,
    html`<main>
        <h1>The phones</h1>
        <p>Every message that would have gone out, newest first. This page looks again by itself.</p>
        <ol>
          ${shown.length === 0 ? html`<li><div class="text">Nothing yet: the first messages go out when a driver leaves.</div></li>` : ''}
          ${shown.map((one) => card(one, timeZone))}
        </ol>
      </main>
      <script>
        const known = ${shown.length}
        setInterval(async () => {
          const now = await (await fetch('/demo/phone.json')).json()
          if (now.length !== known) location.reload()
        }, 2000)
      </script>`,
  )

const CHANNEL_NAMES = { email: 'E-mail', sms: 'Text', 'web-push': 'Push' } as const

function card({ at, channel, to, message }: Shown, timeZone: string): Html {
  const time = new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', timeZone }).format(at)
  return html`<li>
    <header><span class="channel ${channel}">${CHANNEL_NAMES[channel]}</span><span>to ${to}</span><time>${time}</time></header>
    ${channel === 'sms' ? html`<div class="text sms-bubble">${message.text}</div>` : html`<h2>${message.subject}</h2>`}
    ${channel === 'web-push' ? html`<div class="text">${message.text}</div>` : ''}
    ${channel === 'email' ? html`<iframe sandbox="" title="${message.subject}" srcdoc="${message.html ?? message.text}"></iframe>` : ''}
  </li>`
}

// Keeps the page of an order for a time without a network, shows what was pushed (Declarative Web Push:
// {"web_push":8030,"notification":{...}}) and opens its page when tapped.

const SHELF = 'order'
/** Who follows more orders than these at a time? */
const MOST_PAGES = 3
const PATIENCE_MS = 7_000

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim().then(keepOpenPages)))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate' && isOrder(pathname)) event.respondWith(page(request, pathname))
  if (pathname.startsWith('/_assets/')) event.respondWith(asset(request))
})

const isOrder = (pathname) => /^\/t\/[^/]+$/.test(pathname)

/** The page as it is; as it was, and marked so, where nobody answers. A link that ended takes its page with it. */
async function page(request, pathname) {
  const shelf = await caches.open(SHELF)
  const kept = await shelf.match(pathname)
  try {
    const response = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {})
    await (response.ok ? keep(shelf, pathname, response.clone()) : shelf.delete(pathname))
    return response
  } catch (fault) {
    if (!kept) throw fault
    const text = await kept.text()
    return new Response(text.replace('<html', '<html data-kept'), { headers: kept.headers })
  }
}

async function keep(shelf, pathname, response) {
  await shelf.delete(pathname)
  await shelf.put(pathname, response)
  const pages = (await shelf.keys()).filter(({ url }) => isOrder(new URL(url).pathname))
  await Promise.all(pages.slice(0, -MOST_PAGES).map((oldest) => shelf.delete(oldest)))
}

/** Names with a hash never change what they name. */
async function asset(request) {
  const shelf = await caches.open(SHELF)
  const kept = await shelf.match(request)
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) await shelf.put(request, response.clone())
  return response
}

/** Those that were opened before this worker was there. */
async function keepOpenPages() {
  const shelf = await caches.open(SHELF)
  for (const { url } of await self.clients.matchAll({ type: 'window' })) {
    const { pathname } = new URL(url)
    if (!isOrder(pathname)) continue
    const response = await fetch(pathname)
    if (response.ok) await keep(shelf, pathname, response)
  }
}

self.addEventListener('push', (event) => event.waitUntil(show(event.data)))

/** The next message of an order sounds again; the same one, pushed once more, does not. */
async function show(pushed) {
  const { title, body, lang, tag, navigate, data } = readNotification(pushed)
  const shown = tag ? await self.registration.getNotifications({ tag }) : []
  const renotify = Boolean(tag) && !shown.some((one) => one.data?.id === data?.id)
  const options = {
    body,
    lang,
    tag,
    renotify,
    data: { ...data, navigate },
    icon: '/icon-192.png',
    badge: '/icon-192.png',
  }
  await self.registration.showNotification(title, options)
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data?.navigate ?? '/'))
})

/** Browsers stop pushing to those who show nothing, so something neutral is shown whatever came. */
function readNotification(data) {
  try {
    const { notification } = data.json()
    return { ...notification, title: notification.title || 'Your delivery' }
  } catch {
    return { title: 'Your delivery' }
  }
}

/** The page of the order, where it is open already, or in a new tab; never a page of somebody else. */
async function open(address) {
  const url = new URL(address, self.location.origin)
  if (url.origin !== self.location.origin) return
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const tab = tabs.find((one) => new URL(one.url).pathname === url.pathname)
  await (tab ? tab.focus() : self.clients.openWindow(url.href))
}

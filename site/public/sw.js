// Shows what was pushed (Declarative Web Push: {"web_push":8030,"notification":{...}}) and opens its page when tapped.

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('push', (event) => {
  const { title, body, lang, tag, navigate } = readNotification(event.data)
  const options = { body, lang, tag, data: { navigate }, icon: '/icon-192.png', badge: '/icon-192.png' }
  event.waitUntil(self.registration.showNotification(title, options))
})

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

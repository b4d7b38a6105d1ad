export type PushPossible = 'offer' | 'home-screen' | 'denied' | 'no'

/** Whether this browser can be notified, and if not, what the customer could do about it. */
export function pushPossible(): PushPossible {
  const isApple = /iPhone|iPad|iPod/.test(navigator.userAgent)
  if (isApple && !matchMedia('(display-mode: standalone)').matches) return 'home-screen'
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return 'no'
  return Notification.permission === 'denied' ? 'denied' : 'offer'
}

/**
 * Subscribes this device to the news of one order. Must run in the tap itself, or browsers do not ask.
 * @returns what became of it
 */
export async function subscribe(token: string, publicKey: string): Promise<'on' | 'denied' | 'failed'> {
  const permission = await Notification.requestPermission()
  if (permission !== 'granted') return permission === 'denied' ? 'denied' : 'failed'
  const { pushManager } = await ready()
  const options = { userVisibleOnly: true, applicationServerKey: publicKey }
  const subscription = await pushManager.subscribe(options).catch(async () => {
    await (await pushManager.getSubscription())?.unsubscribe()
    return pushManager.subscribe(options)
  })
  const { endpoint, keys } = subscription.toJSON()
  const response = await fetch(`/v1/track/${encodeURIComponent(token)}/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth } }),
  })
  return response.ok ? 'on' : 'failed'
}

async function ready(): Promise<ServiceWorkerRegistration> {
  await navigator.serviceWorker.register('/sw.js')
  return navigator.serviceWorker.ready
}

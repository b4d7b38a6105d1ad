import type { BrowserContext, Page } from 'playwright-core'
import type { PushSubscription } from '../peers/push-service.ts'

/** A Chromium without Google's push service: the page's subscription leads to ours, everything else is the page's own. */
export async function subscribeTo(page: Page, subscription: PushSubscription): Promise<void> {
  await page.addInitScript((mine) => {
    Object.defineProperty(Notification, 'permission', { get: () => 'granted' })
    Notification.requestPermission = () => Promise.resolve('granted')
    const subscribed = { endpoint: mine.endpoint, toJSON: () => mine, unsubscribe: () => Promise.resolve(true) }
    PushManager.prototype.subscribe = () => Promise.resolve(subscribed as unknown as globalThis.PushSubscription)
  }, subscription)
}

type Shown = { title: string; body: string }

/** Keeps what the page's service worker shows; this Chromium has no notifications to show it with. */
export async function watchNotifications(context: BrowserContext): Promise<() => Promise<Shown[]>> {
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
  await worker.evaluate(() => {
    const scope = globalThis as unknown as { shown: Shown[] }
    scope.shown = []
    ServiceWorkerRegistration.prototype.showNotification = async (title, options) => {
      scope.shown.push({ title, body: options?.body ?? '' })
    }
  })
  return () => worker.evaluate(() => (globalThis as unknown as { shown: Shown[] }).shown)
}

/** Hands a decrypted message to the page's service worker, as the browser would. */
export async function pushInto(page: Page): Promise<(payload: string) => Promise<void>> {
  const session = await page.context().newCDPSession(page)
  const registered = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [registration] = registrations
      if (registration) resolve(registration.registrationId)
    })
  })
  await session.send('ServiceWorker.enable')
  const registrationId = await registered
  const { origin } = new URL(page.url())
  return async (data) => {
    await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data })
  }
}

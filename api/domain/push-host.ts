/** The push services of the browsers that there are. An endpoint elsewhere would have us call a stranger's host. */
const PUSH_SERVICES = ['fcm.googleapis.com', 'push.services.mozilla.com', 'push.apple.com', 'notify.windows.com']

/** Whose host it is: one of these or below one of them, or else a service by itself. */
export const pushProviderOf = (host: string): string =>
  PUSH_SERVICES.find((known) => host === known || host.endsWith(`.${known}`)) ?? host

/** Whether a subscription's host is a push service, one of these or one that the operator added. */
export const isPushHost = (host: string, added: readonly string[] = []): boolean =>
  added.includes(host) || PUSH_SERVICES.includes(pushProviderOf(host))

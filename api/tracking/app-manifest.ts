import type { Locale } from '../domain/contact.ts'

const NAMES: Record<Locale, string> = { en: 'Your delivery', es: 'Su entrega' }

/** What a Home Screen is told, neutrally: put there, the page of this order opens, and not that of nobody's. */
export const appManifest = (token: string, locale: Locale): object => ({
  id: `/t/${token}`,
  start_url: `/t/${token}`,
  scope: '/t/',
  name: NAMES[locale],
  short_name: NAMES[locale],
  lang: locale,
  display: 'standalone',
  background_color: '#faf7f2',
  theme_color: '#faf7f2',
  icons: [
    { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
    { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
})

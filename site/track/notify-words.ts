import type { TrackView } from '../../api/contract.ts'

export type NotifyWords = {
  offer: string
  asking: string
  on: string
  denied: string
  failed: string
  /** Browsers on an iPhone may notify only from the Home Screen. */
  homeScreen: string
}

export const notifyWords: Record<TrackView['locale'], NotifyWords> = {
  en: {
    offer: 'Notify me on this device',
    asking: 'One moment',
    on: 'This device will tell you when your driver is close.',
    denied: 'Notifications are blocked for this site in your browser’s settings.',
    failed: 'That did not work. Tap to try again.',
    homeScreen: 'To be notified on an iPhone, tap Share, then Add to Home Screen, and open it from there.',
  },
  es: {
    offer: 'Avíseme en este dispositivo',
    asking: 'Un momento',
    on: 'Este dispositivo le avisará cuando su repartidor esté cerca.',
    denied: 'Los avisos de este sitio están bloqueados en la configuración de su navegador.',
    failed: 'No funcionó. Toque para intentarlo de nuevo.',
    homeScreen: 'Para recibir avisos en un iPhone, toque Compartir, luego Agregar a inicio, y ábralo desde ahí.',
  },
}

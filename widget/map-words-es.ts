import type { MapWords } from './messages.ts'

const who = (driver: string | null): string => driver ?? 'Su repartidor'
const the = (time: string): string => `${time.startsWith('1:') ? 'la' : 'las'} ${time}`

export default {
  label: 'Mapa de su repartidor y su zona',
  closed: {
    'not-on-the-way': () => 'Aquí podrá seguir a su repartidor en los últimos minutos.',
    'not-next': (driver) =>
      `${who(driver)} tiene otras paradas primero. El mapa se abre cuando la suya sea la próxima.`,
    'not-near': (driver) => `El mapa se abre cuando ${driver ?? 'su repartidor'} esté cerca, por su seguridad.`,
    finished: () => '',
    'signal-lost': (driver) =>
      `Perdimos por ahora la señal de ${driver ?? 'su repartidor'}. La hora sigue siendo nuestro mejor cálculo.`,
    withheld: (_driver, dispensary) => `${dispensary} no muestra un mapa. Las horas se mantienen al día.`,
  },
  far: (driver, distance) => `${who(driver)} está a cerca de ${distance} de su zona.`,
  near: (driver) => `${who(driver)} está a la vuelta de la esquina.`,
  seen: (time) => `Visto a ${the(time)}`,
  stale: (time, ago) => `Visto por última vez a ${the(time)}, ${ago}. La señal está débil.`,
} satisfies MapWords as MapWords

import type { MapWords } from './messages.ts'

const who = (driver: string | null): string => driver ?? 'Your driver'

export default {
  label: 'Map of your driver and your neighborhood',
  closed: {
    'not-on-the-way': () => 'You can follow your driver here in the last minutes.',
    'not-next': (driver) => `${who(driver)} has other stops first. The map opens when yours is next.`,
    'not-near': (driver) => `The map opens once ${driver ?? 'your driver'} is close by. That keeps drivers safe.`,
    finished: () => '',
    'signal-lost': (driver) =>
      `We lost ${driver ? `${driver}’s` : 'your driver’s'} signal for the moment. The time shown is still our best estimate.`,
    withheld: (_driver, dispensary) => `${dispensary} does not show a map. The times here stay up to date.`,
  },
  far: (driver, distance) => `${who(driver)} is about ${distance} from your neighborhood.`,
  near: (driver) => `${who(driver)} is just around the corner.`,
  seen: (time) => `Seen at ${time}`,
  stale: (time, ago) => `Last seen at ${time}, ${ago}. The signal is weak right now.`,
} satisfies MapWords as MapWords

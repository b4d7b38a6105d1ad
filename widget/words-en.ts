import type { Words } from './messages.ts'

const who = (driver: string | null): string => driver ?? 'Your driver'

export default {
  stepState: { done: 'done', now: 'now', ahead: 'still to come', failed: 'ended here' },
  words: {
    tellYou: 'We’ll tell you when',
    comeToTheDoor: 'Please come to the door',
    enjoy: { day: 'Enjoy your day', evening: 'Enjoy your evening' },
    returned: 'Your order is back at the store',
    cancelled: 'This order was cancelled',
    opens: (time, day) => (day ? `Opens ${day} at ${time}` : `Opens at ${time}`),
  },
  whenKnown: 'The time appears here as soon as your driver’s route is known.',
  whenOpen: (dispensary) => `${dispensary} is closed for now. Your order is safe with them.`,
  veryLikelyBy: (time) => `Very likely by ${time}`,
  rough: 'A rough estimate for now',
  bringId: 'Bring your ID with you.',
  waits: (driver, time, left) => `${who(driver)} can wait until ${time}: ${left} left.`,
  waited: (driver, time) =>
    `${who(driver)} could wait until ${time}. Call the store if you are on your way to the door.`,
  deliveredAt: (time) => `Thank you. Handed over at ${time}`,
  promiseKept: (promise) => `Within the ${promise} we first told you`,
  promiseBroken: (promise) => `Later than the ${promise} we first told you. We are sorry.`,
  stopsBefore: (stops) =>
    stops === 0 ? 'You are the next stop' : stops === 1 ? '1 stop before yours' : `${stops} stops before yours`,
  delayed: (promise, later) => `About ${later} later than the ${promise} we first told you.`,
  earlier: (promise) => `Earlier than the ${promise} we first told you.`,
  recovered: (promise) => `Back on time: within the ${promise} we first told you.`,
  later: {
    slower: 'The drive takes longer than expected.',
    'earlier-stop': 'A stop before yours took longer.',
    resequenced: 'The stops were put in another order.',
    'signal-lost': 'We cannot reach the driver’s phone right now.',
  },
  notDelivered: {
    'not-home': 'Nobody answered the door',
    'no-id': 'There was no valid ID at the door',
    underage: 'The age check could not be completed',
    refused: 'The order was turned down at the door',
    address: 'We could not find the address',
    payment: 'The payment did not go through',
    other: 'The handoff could not be completed',
  },
  nextTime: {
    'not-home': 'Somebody must be there when it comes again.',
    'no-id': 'Have your photo ID at hand when it comes again.',
    address: 'Tell them where to find you.',
    payment: 'Tell them how you would like to pay.',
  },
  backToStore: 'It goes back to the store.',
  askStore: (dispensary) => `Call ${dispensary} to arrange what comes next.`,
  surprised: (dispensary) => `If this surprises you, call ${dispensary}.`,
  freshness: {
    now: 'Updated just now',
    ago: (ago) => `Updated ${ago}`,
    lost: (time) => `You seem to be offline. This was true at ${time}. Trying again on its own.`,
  },
  order: (number) => `Order ${number}`,
} satisfies Words as Words

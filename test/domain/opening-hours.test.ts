import { expect, test } from 'vitest'
import { closedUntil, type OpeningHours } from '../../api/domain/opening-hours.ts'

const DAILY = { opens: '09:00', closes: '21:00' }
/** Closed on Sundays; on Fridays until two in the night. */
const HOURS: OpeningHours = {
  mon: DAILY,
  tue: DAILY,
  wed: DAILY,
  thu: DAILY,
  fri: { opens: '10:00', closes: '02:00' },
  sat: DAILY,
}
const PACIFIC = 'America/Los_Angeles'

const opens = (now: string, hours: OpeningHours | undefined = HOURS, zone = PACIFIC): string | undefined => {
  const at = closedUntil(hours, zone, Date.parse(now))
  return at === undefined ? undefined : new Date(at).toISOString()
}

test.each([
  ['on a Thursday at noon it is open', '2026-04-23T12:00:00-07:00', undefined],
  ['at the minute of opening it is open', '2026-04-23T09:00:00-07:00', undefined],
  ['a minute before it opens right away', '2026-04-23T08:59:00-07:00', '2026-04-23T16:00:00.000Z'],
  ['at the minute of closing it is closed until the next day', '2026-04-23T21:00:00-07:00', '2026-04-24T17:00:00.000Z'],
  ['on Friday night it is open past midnight', '2026-04-25T01:59:00-07:00', undefined],
  ['and closed after two', '2026-04-25T02:00:00-07:00', '2026-04-25T16:00:00.000Z'],
  ['on Saturday night it opens on Monday', '2026-04-25T22:00:00-07:00', '2026-04-27T16:00:00.000Z'],
  [
    'the hour is that of the clocks on the wall after they were put forward',
    '2026-03-07T22:00:00-08:00',
    '2026-03-09T16:00:00.000Z',
  ],
])('%s', (_, now, expected) => {
  expect(opens(now)).toBe(expected)
})

test('a store that tells no hours is not called closed', () => {
  expect(closedUntil(undefined, PACIFIC, Date.parse('2026-04-23T03:00:00-07:00'))).toBe(undefined)
  expect(opens('2026-04-23T03:00:00-07:00', {})).toBe(undefined)
})

test('open on one day of the week only, it opens a week later', () => {
  expect(opens('2026-04-20T22:00:00-07:00', { mon: DAILY })).toBe('2026-04-27T16:00:00.000Z')
})

import { expect, test } from 'vitest'
import { dayWords, timeWords, windowWords } from '../../templates/when.ts'

const WEST = 'America/Los_Angeles'
const at = (time: string): number => Date.parse(time)

test.each([
  ['2026-04-24T18:20-07:00', '2026-04-24T18:40-07:00', WEST, '6:20–6:40 PM', '6:20–6:40 p.m.'],
  ['2026-04-24T11:50-07:00', '2026-04-24T12:10-07:00', WEST, '11:50 AM–12:10 PM', '11:50 a.m.–12:10 p.m.'],
  ['2026-04-24T18:20-07:00', '2026-04-24T18:40-07:00', 'America/New_York', '9:20–9:40 PM', '9:20–9:40 p.m.'],
  ['2026-04-24T23:50-07:00', '2026-04-25T00:10-07:00', WEST, '11:50 PM–12:10 AM', '11:50 p.m.–12:10 a.m.'],
  // The clocks go back at two: the window is twenty minutes, and so it is said.
  ['2026-11-01T01:50-07:00', '2026-11-01T01:10-08:00', WEST, '1:50–1:10 AM', '1:50–1:10 a.m.'],
])('from %s to %s in %s', (from, to, timeZone, en, es) => {
  const window = { from: at(from), to: at(to) }
  expect(windowWords('en', window, timeZone)).toBe(en)
  expect(windowWords('es', window, timeZone)).toBe(es)
})

test('times and days are the dispensary’s, in words without the spaces that phones cannot carry', () => {
  const late = at('2026-04-24T23:31-07:00')
  expect(timeWords('en', late, WEST)).toBe('11:31 PM')
  expect(timeWords('es', late, WEST)).toBe('11:31 p.m.')
  expect(dayWords('en', late, WEST)).toBe('Friday, April 24')
  expect(dayWords('es', late, WEST)).toBe('Viernes, 24 de abril')
  expect(dayWords('en', late, 'America/New_York')).toBe('Saturday, April 25')
})

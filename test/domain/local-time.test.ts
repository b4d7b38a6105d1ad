import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantInZone } from '../../api/domain/local-time.ts'
import { hours } from '../../api/domain/time.ts'

const at = (shown: string, zone: string): string => new Date(instantInZone(shown, zone) ?? Number.NaN).toISOString()

test.each([
  ['2026-04-24 19:05:00', 'America/Los_Angeles', '2026-04-25T02:05:00.000Z'],
  ['2026-01-24 19:05:00', 'America/Los_Angeles', '2026-01-25T03:05:00.000Z'],
  ['2026-04-24T19:05:00.561', 'America/Denver', '2026-04-25T01:05:00.000Z'],
  ['2026-04-24 19:05:00', 'America/Phoenix', '2026-04-25T02:05:00.000Z'],
  ['2026-04-24 19:05:00', 'UTC', '2026-04-24T19:05:00.000Z'],
])('%s in %s is %s', (shown, zone, expected) => {
  expect(at(shown, zone)).toBe(expected)
})

test.each([
  ['before clocks are put forward', '2026-03-08 01:59:59', '2026-03-08T09:59:59.000Z'],
  ['in the hour that they skip', '2026-03-08 02:30:00', '2026-03-08T10:30:00.000Z'],
  ['after', '2026-03-08 03:00:00', '2026-03-08T10:00:00.000Z'],
  ['before clocks are put back', '2026-11-01 00:59:59', '2026-11-01T07:59:59.000Z'],
  ['in the hour that they show twice', '2026-11-01 01:30:00', '2026-11-01T08:30:00.000Z'],
  ['after that', '2026-11-01 02:00:00', '2026-11-01T10:00:00.000Z'],
])('in California, %s: %s is %s', (_, shown, expected) => {
  expect(at(shown, 'America/Los_Angeles')).toBe(expected)
})

test.each(['', 'soon', '2026-04-24', '2026-13-24 19:05:00', '2026-04-24 19:05', '0000-04-24 19:05:00'])(
  '%j is no such time',
  (shown) => {
    expect(instantInZone(shown, 'America/Los_Angeles')).toBeUndefined()
  },
)

test('what the clocks show leads back to the hour that they showed it in', () => {
  const zone = fc.constantFrom('America/New_York', 'America/Los_Angeles', 'Australia/Lord_Howe', 'Pacific/Auckland')
  const second = fc.integer({ min: Date.UTC(2024, 0) / 1_000, max: Date.UTC(2028, 0) / 1_000 })
  fc.assert(
    fc.property(zone, second, (timeZone, seconds) => {
      const instant = seconds * 1_000
      const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(
        instant,
      )
      const found = instantInZone(shown, timeZone) ?? Number.NaN
      expect([0, hours(0.5), hours(1)]).toContain(instant - found)
    }),
  )
})

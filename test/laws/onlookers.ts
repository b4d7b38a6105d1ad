import type { LookedFrom } from '../../api/tracking/suspicions.ts'
import type { LatLng } from '../../api/domain/position.ts'
import type { Dice } from './evenings.ts'

/** Somebody opens a link at this minute, and has it open for so long; a scanner of mails for no time at all. */
export type Onlooking = { minute: number; stop: number; link: string; from: LookedFrom; minutes: number }
export type Evening = { onlooking: Onlooking[]; doors: LatLng[] }
export const ROUTES = 2
export const STOPS_A_ROUTE = 12
export const EVENING_MINUTES = 240

/**
 * A normal evening of a small town, rather worse for us than it is: two in five phones are behind the one address of one
 * carrier, a quarter change among a handful of another's, the rest get a new network every other time; one phone
 * in four is the same model with the same browser; households have up to four devices, some of them restless; neighbours
 * share a Wi-Fi; and mails are scanned, each link of every one of them, from few addresses that call themselves alike.
 */
export function normalEvening(dice: Dice): Evening {
  const whole = (below: number): number => Math.floor(dice() * below)
  const address = (): string => `203.0.${whole(250)}.${whole(250)}`
  const own = (): string => `2001:db8:${whole(65_536).toString(16)}:${whole(65_536).toString(16)}`
  const oneForAll = address()
  const pool = Array.from({ length: 5 }, address)
  const scanners = Array.from({ length: 4 }, address)
  const browser = (): string => (dice() < 0.25 ? 'iPhone' : dice() < 0.2 ? 'Android' : `browser ${whole(25)}`)
  let wifiNextDoor = address()
  const doors: LatLng[] = []

  const onlooking = Array.from({ length: ROUTES * STOPS_A_ROUTE }, (_, stop) => {
    const [carrier, rest] = [dice(), dice()]
    let last = own()
    const anew = (): string => (last = dice() < 0.5 ? own() : last)
    const mobile = (): string => (carrier < 0.4 ? oneForAll : carrier < 0.65 ? (pool[whole(5)] ?? '') : anew())
    const isNeighbour = dice() < 0.1
    if (!isNeighbour) wifiNextDoor = dice() < 0.6 ? address() : own()
    const before = doors.at(-1)
    doors.push(isNeighbour && before ? { ...before, lat: before.lat + 0.0005 } : doorOf(stop))
    const wifi = dice() < 0.7 ? wifiNextDoor : undefined
    const devices = Array.from({ length: 1 + whole(rest < 0.1 ? 4 : 2) }, browser)
    const turns = rest < 0.02 ? 24 : rest < 0.2 ? 10 : 4
    const handoff = 40 + (stop % STOPS_A_ROUTE) * 15 + whole(20)
    const messages = [0, 30, Math.max(31, handoff - 8)]
    const looks = messages.flatMap((minute, n): Onlooking[] => {
      const link = `${stop}-${n}`
      const scans = dice() < 0.5 ? 1 + whole(6) : 0
      const scanned = Array.from({ length: scans }, () => ({
        ...{ minute, stop, link, minutes: 0 },
        from: { network: scanners[whole(4)] ?? '', browser: 'a scanner' },
      }))
      const seen = devices.flatMap((device) =>
        Array.from({ length: whole(turns) + (n === 0 ? 0 : 1) }, () => ({
          ...{ minute: Math.min(handoff, minute + whole(40)), stop, link, minutes: whole(dice() < 0.3 ? 60 : 8) },
          from: { network: wifi && dice() < 0.6 ? wifi : mobile(), browser: device },
        })),
      )
      return [...scanned, ...seen]
    })
    return looks
  }).flat()
  return { onlooking, doors }
}

/** In rows of six, 600 m apart. */
export const doorOf = (stop: number): LatLng => ({
  lat: 38.3 + (stop % 6) * 0.006,
  lng: -123.05 + Math.floor(stop / 6) * 0.007,
})

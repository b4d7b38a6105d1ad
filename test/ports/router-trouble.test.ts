import { once } from 'node:events'
import { type IncomingMessage, type RequestListener, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { withFallback } from '../../api/adapters/drive-times.ts'
import { osrmDriveTimes } from '../../api/adapters/osrm.ts'
import { straightLineDriveTimes } from '../../api/adapters/straight-line.ts'
import { valhallaDriveTimes, valhallaInProcess, valhallaOverHttp } from '../../api/adapters/valhalla.ts'
import type { Legs } from '../../api/domain/estimate.ts'
import type { DriveTimes, Log } from '../../api/ports.ts'
import { DISPENSARY, PLACES } from '../town/places.ts'
import { serve } from './router-servers.ts'

const route = [DISPENSARY.position, ...PLACES.slice(0, 3).map(({ door }) => door)]
const PATIENT_MS = 60_000
const IMPATIENT_MS = 20

const routers: [name: string, ask: (url: string, timeoutMs: number) => DriveTimes][] = [
  ['Valhalla', (url, timeoutMs) => valhallaDriveTimes(valhallaOverHttp(url, timeoutMs))],
  ['OSRM', (url, timeoutMs) => osrmDriveTimes(url, timeoutMs)],
]
const json =
  (status: number, body: unknown): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

/** One leg, as either engine tells it. */
const oneLeg = {
  code: 'Ok',
  routes: [{ legs: [{ duration: 60, distance: 500 }] }],
  trip: { legs: [{ summary: { time: 60, length: 0.5 }, shape: '' }] },
}

describe.each(routers)('%s in trouble', (name, ask) => {
  const answers: [what: string, listener: RequestListener, error: RegExp][] = [
    ['a page of its proxy', (_, response) => response.end('<h1>Hello</h1>'), /did not answer in JSON/],
    ['JSON of something else', json(200, { hello: 'world' }), /not its own/],
    [
      'times that are not numbers',
      json(200, { code: 'Ok', routes: [{ legs: [{ duration: null, distance: 1 }] }] }),
      /not its own/,
    ],
    ['for another route', json(200, oneLeg), /1 legs for 4 points/],
    ['an error of its own', json(503, { message: 'busy' }), /refused: 503: busy/],
    ['an error page', (_, response) => response.writeHead(502).end('Bad gateway'), /did not answer in JSON/],
    ['half an answer', hangUpHalfway, /did not answer in JSON/],
    ['nothing, and hangs up', (request) => request.socket.destroy(), /cannot be reached/],
  ]
  test.each(answers)(
    'answers %s: that is refused, and the error says so but not where the doors are',
    async (_, listener, error) => {
      const asked = ask(await serve(listener), PATIENT_MS)(route)
      await expect(asked).rejects.toThrow(error)
      await expect(asked).rejects.toThrow(name)
      await expect(asked).rejects.not.toThrow(/39\.|123\./)
    },
  )

  test('is not there at all: that is refused', async () => {
    await expect(ask(await abandoned(), PATIENT_MS)(route)).rejects.toThrow(`${name} cannot be reached`)
  })

  test('never answers: the request is given up and its connection closed', async () => {
    const hanging = Promise.withResolvers<IncomingMessage>()
    const asked = ask(await serve((request) => hanging.resolve(request)), IMPATIENT_MS)(route)
    await expect(asked).rejects.toThrow(`${name} did not answer within ${IMPATIENT_MS} ms`)
    const { socket } = await hanging.promise
    if (!socket.closed) await once(socket, 'close')
  })

  test('stops in the middle of its answer: the request is given up', async () => {
    const asked = ask(await serve((_, response) => void response.write('{"code"')), IMPATIENT_MS)(route)
    await expect(asked).rejects.toThrow(`${name} did not answer within ${IMPATIENT_MS} ms`)
  })

  test('hangs on the way: the straight line answers in its place and says so', async () => {
    const lines: Parameters<Log>[0][] = []
    const router = ask(await serve(() => undefined), PATIENT_MS)
    const driveTimes = withFallback(router, straightLineDriveTimes, IMPATIENT_MS, (line) => lines.push(line))
    expect(await driveTimes(route)).toEqual(await straightLineDriveTimes(route))
    expect(lines).toEqual([
      { event: 'drive-times.fell-back', reason: `no drive times within ${IMPATIENT_MS} ms`, points: 4 },
    ])
  })
})

describe('drive times with a fallback', () => {
  const fiveMinutes: Legs = { legs: [{ durationMs: 300_000, meters: 2_000 }], source: 'valhalla' }
  const silent: Log = () => undefined

  test('come from the router while it answers, and nothing is logged', async () => {
    const lines: unknown[] = []
    const driveTimes = withFallback(
      async () => fiveMinutes,
      straightLineDriveTimes,
      PATIENT_MS,
      (line) => lines.push(line),
    )
    expect(await driveTimes(route)).toBe(fiveMinutes)
    expect(lines).toEqual([])
  })

  test('come from the straight line when the router refuses', async () => {
    const refusing: DriveTimes = () => Promise.reject(new Error('No path could be found for input'))
    const driveTimes = withFallback(refusing, straightLineDriveTimes, PATIENT_MS, silent)
    expect((await driveTimes(route)).source).toBe('straight-line')
  })

  test('do not change when the router fails or answers after its time', async () => {
    for (const tooLate of ['answers', 'fails'] as const) {
      const late = Promise.withResolvers<Legs>()
      const driveTimes = withFallback(() => late.promise, straightLineDriveTimes, 1, silent)
      const answer = await driveTimes(route)
      if (tooLate === 'fails') late.reject(new Error('too late'))
      else late.resolve(fiveMinutes)
      expect(answer.source).toBe('straight-line')
    }
  })

  test('nobody waits for a router that has failed three times in a row; in a while it is asked again', async () => {
    let [asked, passed] = [0, 0]
    const dead: DriveTimes = () => {
      asked += 1
      return Promise.reject(new Error('down'))
    }
    const driveTimes = withFallback(dead, straightLineDriveTimes, PATIENT_MS, silent, () => passed)
    for (let time = 0; time < 10; time += 1) expect((await driveTimes(route)).source).toBe('straight-line')
    expect(asked).toBe(3)
    passed += 15_000
    await driveTimes(route)
    expect(asked).toBe(4)
  })

  test('a route that no road leads to does not cost the others their router', async () => {
    let asked = 0
    const router: DriveTimes = (points) => {
      asked += 1
      return points.length === 2
        ? Promise.reject(new Error('No path could be found for input'))
        : Promise.resolve(fiveMinutes)
    }
    const driveTimes = withFallback(router, straightLineDriveTimes, PATIENT_MS, silent, () => 0)
    for (let time = 0; time < 10; time += 1) {
      await driveTimes(route.slice(0, 2))
      expect((await driveTimes(route)).source).toBe('valhalla')
    }
    expect(asked).toBe(20)
  })

  test('come from the straight line when the tiles are missing', async () => {
    const noTiles = valhallaDriveTimes(valhallaInProcess('/nowhere/tiles'))
    await expect(noTiles(route)).rejects.toThrow(/./)
    const driveTimes = withFallback(noTiles, straightLineDriveTimes, PATIENT_MS, silent)
    expect((await driveTimes(route)).source).toBe('straight-line')
  })
})

function hangUpHalfway(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
  response.write('{"code": "Ok", "trip": {', () => response.destroy())
}

/** The address of a server that has closed. */
async function abandoned(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}`
}

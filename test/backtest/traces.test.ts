import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { timelineOf } from './timeline.ts'
import { pick, readFolder, type Trace } from './traces.ts'

const folders: string[] = []
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))))

const TRIPS = `trip_id,vehicle,start_ts,arrive50_ts,dest_lat,dest_lon,clean
a,cab-1,100,130,38.2,-123.0,1
b,cab-2,110,120,38.3,-123.1,1
c,cab-2,400,460,38.3,-123.1,0
`
const PINGS = `trip_id,ts,lat,lon
a,100,38.0,-123.0
a,130,38.2,-123.0
b,120,38.3,-123.1
b,110,38.1,-123.1
c,400,38.1,-123.1
`

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'traces-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}
const whole = { 'trips.csv': TRIPS, 'pings.csv': PINGS, 'town.osm.pbf': '' }

describe('a folder of traces', () => {
  test('gives each drive its door, its arrival and its fixes in order of time', async () => {
    const { traces, pbfPath } = await readFolder(await folderWith(whole))
    expect(pbfPath).toMatch(/town\.osm\.pbf$/)
    expect(traces[1]).toEqual({
      id: 'b',
      vehicle: 'cab-2',
      door: { lat: 38.3, lng: -123.1 },
      arrivedAt: 120_000,
      clean: true,
      fixes: [
        { at: 110_000, lat: 38.1, lng: -123.1 },
        { at: 120_000, lat: 38.3, lng: -123.1 },
      ],
    })
  })

  test('only clean drives count, unless all are asked for', async () => {
    const folder = await readFolder(await folderWith(whole))
    expect(pick(folder).map(({ id }) => id)).toEqual(['a', 'b'])
    expect(pick(folder, { all: true }).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(pick(folder, { all: true, limit: 2 }).map(({ id }) => id)).toEqual(['a', 'c'])
  })

  test.each([
    ['that is not there', undefined, /is not a folder that can be read/],
    ['of something else', { 'holiday.jpg': '' }, /lacks trips\.csv, pings\.csv, exactly one \*\.osm\.pbf/],
    ['without a map', { ...whole, 'town.osm.pbf': undefined }, /lacks exactly one \*\.osm\.pbf/],
    [
      'with a bad row',
      { ...whole, 'pings.csv': 'trip_id,ts,lat,lon\na,100,north,-123\n' },
      /pings\.csv, row 1, column lat/,
    ],
    [
      'with an empty cell',
      { ...whole, 'pings.csv': 'trip_id,ts,lat,lon\na,,38,-123\n' },
      /pings\.csv, row 1, column ts/,
    ],
    [
      'without a column',
      { ...whole, 'trips.csv': TRIPS.replace('arrive50_ts', 'x') },
      /trips\.csv, row 1, column arrive50_ts/,
    ],
  ])('a folder %s says what is wrong', async (_, files, said) => {
    const given = Object.entries(files ?? {}).flatMap(([name, text]) =>
      text === undefined ? [] : [[name, text] as const],
    )
    const path = files ? await folderWith(Object.fromEntries(given)) : '/nowhere/at/all'
    await expect(readFolder(path)).rejects.toThrow(said)
  })

  test('one vehicle is too few, for the baselines learn from the others', async () => {
    const folder = await readFolder(await folderWith({ ...whole, 'trips.csv': TRIPS.replaceAll('cab-2', 'cab-1') }))
    expect(() => pick(folder)).toThrow(/fewer than two vehicles/)
  })
})

test('drives of several vehicles are one run of time', () => {
  const trace = (id: string, ...at: number[]): Trace => ({
    ...{ id, vehicle: id, door: { lat: 0, lng: 0 }, arrivedAt: 0, clean: true },
    fixes: at.map((one) => ({ at: one, lat: 0, lng: 0 })),
  })
  const moments = timelineOf([trace('late', 20, 30), trace('early', 10, 20)])
  const ids = (traces: Trace[]): string => traces.map(({ id }) => id).join(' ')
  expect(
    moments.map(({ at, starts, fixes, ends }) => [at, ids(starts), ids(fixes.map((one) => one.trace)), ids(ends)]),
  ).toEqual([
    [10, 'early', 'early', ''],
    [20, 'late', 'late early', 'early'],
    [30, '', 'late', 'late'],
  ])
})

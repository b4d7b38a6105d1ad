import { type Line, type Point, drawn, simplify, smooth } from './geometry.ts'
import { beachfront, southBank, stretch, waterfront } from './water.ts'

/** Alder Bay as it was drawn by hand: the main roads, and the districts between them. */

/** The middle of town, on an empty stretch of the Californian coast. */
export const MIDDLE = { lat: 39.94, lng: -123.96 }

export type Kind = 'primary' | 'secondary' | 'tertiary' | 'residential'
/** A street before or after it is joined to the others; a `through` one goes on beyond its last junction. */
export type Drawn = { name: string; kind: Kind; line: Line; oneway?: true; through?: true }

const drawnCurve = (points: string): Point[] => smooth(drawn(points))

const roads: Drawn[] = [
  {
    name: 'Coast Highway',
    kind: 'primary',
    through: true,
    line: drawnCurve(
      '-250,5000 -430,2500 -480,1600 -485,1100 -435,700 -360,330 -275,0 -205,-180 -160,-330 -110,-480 40,-690 330,-870 ' +
        '660,-1080 900,-1420 1150,-2100 1500,-5000',
    ),
  },
  {
    name: 'Mission Avenue',
    kind: 'secondary',
    through: true,
    line: drawnCurve('-715,15 -620,75 -350,285 0,590 420,940 900,1370 1500,2050 3000,4500'),
  },
  {
    name: 'Alder Avenue',
    kind: 'secondary',
    through: true,
    line: drawnCurve('-925,516 -640,490 -400,455 0,405 360,430 760,520 1180,590 1800,830 5000,1900'),
  },
  {
    name: 'Mill Road',
    kind: 'secondary',
    through: true,
    line: drawnCurve(
      '850,5000 770,2200 745,1400 705,900 690,500 650,200 655,-90 700,-320 820,-560 850,-820 765,-1080 722,-1160',
    ),
  },
  { name: 'Harbor Drive', kind: 'tertiary', line: stretch(waterfront, [-1020, 1900], [-660, -20]) },
  { name: 'Riverside Drive', kind: 'tertiary', line: stretch(waterfront, [-720, 60], [1500, 400]) },
  { name: 'Southbank Drive', kind: 'tertiary', line: southBank },
  { name: 'Beach Road', kind: 'tertiary', line: beachfront },
]

export const mainRoads: Drawn[] = roads.map((road) => ({ ...road, line: simplify(road.line, 0.4) }))

const road = (name: string): Line => mainRoads.find((candidate) => candidate.name === name)?.line ?? []

/** Where each pattern of streets reaches: from road to road. */
export const districts = {
  oldTown: [
    ...stretch(road('Harbor Drive'), [-930, 1300], [-660, -20]),
    ...stretch(road('Mission Avenue'), [-740, 10], [820, 1300]),
    [200, 1330],
  ] as Line,
  midtown: [
    ...stretch(road('Mission Avenue'), [-640, 70], [870, 1345]),
    [1010, 1190],
    [1255, 1000],
    [1330, 800],
    [1400, 400],
    ...road('Riverside Drive').toReversed(),
  ] as Line,
  hill: [
    ...road('Southbank Drive'),
    [1230, -300],
    [1180, -900],
    [860, -1300],
    ...stretch(road('Coast Highway'), [-130, -400], [700, -1130]).toReversed(),
  ] as Line,
  strand: [...road('Beach Road'), ...stretch(road('Coast Highway'), [-110, -480], [600, -1040]).toReversed()] as Line,
}

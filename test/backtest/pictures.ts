import { minutes } from '../../api/domain/time.ts'
import { baselinesFor, doorstep, type Forecaster } from './baselines.ts'
import { coverageOf, errorsOf } from './figures.ts'
import { remainingMs, type Prediction } from './prediction.ts'

/** A town and what was said in it. */
export type Drawn = { name: string; predictions: readonly Prediction[] }

type Line = { name: string; style: 'doorstep' | 'line' | 'raw' | 'scaled' | 'latest'; points: [x: number, y: number][] }
type Panel = { title: string; lines: Line[]; marks: { y: number; words: string }[] }
type Axes = { xs: number[]; ys: number[]; xWords: string; yWords: string; percent: boolean }

const TOWNS: Record<string, string> = { 'sf-cabs': 'San Francisco', 'porto-taxi': 'Porto' }
const STYLES: Record<string, Line['style']> = {
  'straight line / mean speed': 'line',
  'Valhalla, raw': 'raw',
  'Valhalla x fitted factor': 'scaled',
}
/** A point of a line rests on at least so many predictions. */
const FEWEST = 60

/** How many of the arrivals lay inside the window and by its latest, by the minutes that were said to be left. */
export function drawCalibration(towns: readonly Drawn[]): string {
  const panels = towns.map(({ name, predictions }): Panel => {
    const bins = binned(predictions, ({ said, at }) => said.estimateAt - at)
    const share = (of: 'inside' | 'byLatest'): [number, number][] =>
      bins.map(([x, some]) => [x, coverageOf(some, doorstep)[of] * 100])
    const lines: Line[] = [
      { name: 'inside the window', style: 'doorstep', points: share('inside') },
      { name: 'by its latest', style: 'latest', points: share('byLatest') },
    ]
    return { title: TOWNS[name] ?? name, lines, marks: [80, 95].map((y) => ({ y, words: `${y} % wanted` })) }
  })
  const axes = { xs: [0, 5, 10, 15], ys: [50, 60, 70, 80, 90, 100], xWords: 'minutes said to be left', percent: true }
  return draw(panels, { ...axes, yWords: 'arrivals' }, 'How often windows held')
}

/** The mean absolute error of everybody, by the minutes that were really left. */
export function drawErrors(towns: readonly Drawn[]): string {
  const panels = towns.map(({ name, predictions }): Panel => {
    const bins = binned(predictions, remainingMs)
    const line = (who: Forecaster): Line => ({
      name: who === doorstep ? 'Doorstep' : who.name.replace(' x fitted factor', ', scaled'),
      style: STYLES[who.name] ?? 'doorstep',
      points: bins.map(([x, some]) => [x, errorsOf(some, who).mean]),
    })
    return { title: TOWNS[name] ?? name, lines: [...baselinesFor(predictions), doorstep].map(line), marks: [] }
  })
  const axes = { xs: [0, 5, 10, 15], ys: [0, 60, 120, 180, 240, 300], xWords: 'minutes really left', percent: false }
  return draw(panels, { ...axes, yWords: 'mean error, s' }, 'How far estimates were off')
}

/** By minute up to fifteen, those with too few left out; the middle of each. */
function binned(
  predictions: readonly Prediction[],
  of: (one: Prediction) => number,
): [minute: number, some: Prediction[]][] {
  const bins = Map.groupBy(predictions, (one) => Math.floor(of(one) / minutes(1)))
  return [...bins]
    .filter(([minute, some]) => minute >= 0 && minute < 15 && some.length >= FEWEST)
    .sort(([a], [b]) => a - b)
    .map(([minute, some]) => [minute + 0.5, some])
}

const WIDTH = 400
const HEIGHT = 250
const LEFT = 46
const TOP = 40
const GAP = 30

/** Colours that tell each other apart on white and on near black, also for those who see no red. */
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #4a4f57 }
  .title { font-size: 14px; font-weight: 600; fill: #16181d }
  path { fill: none; stroke-width: 2; stroke-linejoin: round }
  .grid { stroke: #d9dce1; stroke-width: 1 } .mark { stroke: #7a808a; stroke-width: 1.4; stroke-dasharray: 2 4 }
  .doorstep { stroke: #0b7a5b; stroke-width: 3.2 } .latest { stroke: #2f6fd0; stroke-width: 2.6 }
  .line { stroke: #9a6a00; stroke-dasharray: 7 4 } .raw { stroke: #b0413e; stroke-dasharray: 2 3 }
  .scaled { stroke: #6b5bb5; stroke-dasharray: 9 3 2 3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #b4bac4 } .title { fill: #f2f4f7 } .grid { stroke: #33383f } .mark { stroke: #8a919c }
    .doorstep { stroke: #4fd1a5 } .latest { stroke: #7fb0ff } .line { stroke: #e0b04a }
    .raw { stroke: #f08a86 } .scaled { stroke: #b3a6f5 }
  }`

function draw(panels: readonly Panel[], axes: Axes, title: string): string {
  const width = LEFT + panels.length * (WIDTH + GAP + LEFT) - LEFT
  const names = panels[0]?.lines ?? []
  const each = Math.min(210, width / Math.max(1, names.length))
  const legend = names.map(({ name, style }, index) => {
    const x = LEFT + index * each
    const y = TOP + HEIGHT + 62
    return `<path class="${style}" d="M${x} ${y - 4}h30"/><text x="${x + 38}" y="${y}">${name}</text>`
  })
  const drawn = panels.map((panel, index) => drawPanel(panel, axes, LEFT + index * (WIDTH + GAP + LEFT)))
  const height = TOP + HEIGHT + 76
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">`,
    `<style>${STYLE}\n</style>`,
    ...drawn,
    ...legend,
    '</svg>\n',
  ].join('\n')
}

function drawPanel({ title, lines, marks }: Panel, { xs, ys, xWords, yWords, percent }: Axes, left: number): string {
  const [xFrom = 0, xTo = 1] = [xs[0], xs.at(-1)]
  const [yFrom = 0, yTo = 1] = [ys[0], ys.at(-1)]
  const x = (value: number): string => (left + ((value - xFrom) / (xTo - xFrom)) * WIDTH).toFixed(1)
  const kept = (value: number): number => Math.max(yFrom, Math.min(yTo, value))
  const y = (value: number): string => (TOP + HEIGHT - ((kept(value) - yFrom) / (yTo - yFrom)) * HEIGHT).toFixed(1)
  const grid = ys.map(
    (value) =>
      `<path class="grid" d="M${left} ${y(value)}h${WIDTH}"/><text x="${left - 8}" y="${Number(y(value)) + 4}" text-anchor="end">${value}${percent ? ' %' : ''}</text>`,
  )
  const foot = xs.map((value) => `<text x="${x(value)}" y="${TOP + HEIGHT + 18}" text-anchor="middle">${value}</text>`)
  const marked = marks.map(
    ({ y: value, words }) =>
      `<path class="mark" d="M${left} ${y(value)}h${WIDTH}"/><text x="${left + WIDTH}" y="${Number(y(value)) - 5}" text-anchor="end">${words}</text>`,
  )
  const curves = lines.map(
    ({ style, points }) => `<path class="${style}" d="M${points.map(([a, b]) => `${x(a)} ${y(b)}`).join('L')}"/>`,
  )
  return [
    `<text class="title" x="${left}" y="18">${title}</text>`,
    `<text x="${left + WIDTH}" y="18" text-anchor="end">${yWords}</text>`,
    ...grid,
    ...foot,
    `<text x="${left + WIDTH / 2}" y="${TOP + HEIGHT + 36}" text-anchor="middle">${xWords}</text>`,
    ...marked,
    ...curves,
  ].join('\n')
}

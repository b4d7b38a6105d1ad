import { Presets, SingleBar } from 'cli-progress'

export type Progress = { add: (count: number) => void; done: () => void }

/** A bar where somebody watches, a line for each tenth where the output is kept. */
export function showProgress(total: number): Progress {
  return process.stdout.isTTY ? bar(total) : lines(total)
}

function bar(total: number): Progress {
  const shown = new SingleBar(
    { format: '{bar} {value}/{total} positions, {eta_formatted} left' },
    Presets.shades_classic,
  )
  shown.start(total, 0)
  return { add: (count) => shown.increment(count), done: () => shown.stop() }
}

function lines(total: number): Progress {
  let done = 0
  const tenths = (): number => Math.floor((done / total) * 10)
  return {
    add: (count) => {
      const before = tenths()
      done += count
      if (tenths() > before) console.log(`${tenths() * 10} % of ${total} positions`)
    },
    done: () => {},
  }
}

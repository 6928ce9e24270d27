import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Trial } from './experiment.ts'
import { BIN_MINUTES, BINS, type FigureName } from './month-figures.ts'
import { curvePlot, dotPlot } from './plots.ts'
import { figureTables, inWords, summarise } from './report-tables.ts'
import { estimate } from './statistics-rules.ts'

/** How a run is named in its files: what somebody needs to repeat it. */
export type RunHead = {
  seeds: number
  days: number
  load: number
  allResponse?: boolean
  fleets: readonly number[]
  versions: Record<string, string>
}

/** Grade 1 late when every unit on duty is always free at its post, in per cent, one a seed. */
export type PostsAlone = ReadonlyArray<{ fleet: number; bySeed: readonly number[] }>

/** The whole report in words. */
export function reportText(head: RunHead, trials: readonly Trial[], alone: PostsAlone): string {
  const { seeds, days, load, allResponse = false, versions } = head
  const data = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const references = alone.map(
    ({ fleet, bySeed }) =>
      `With ${fleet} units, every one that is on duty always free at its post: grade 1 late ${inWords(estimate(bySeed))} %.`,
  )
  return [
    `${seeds} seeds, ${days} days each after a day of warming up, load ${load}${allResponse ? ', every unit a response car' : ''}. Mean over the seeds ± half of the 95 % interval (Student's t).`,
    `Data: ${data.join(', ')}.`,
    '',
    figureTables(trials),
    '',
    ...references,
    '',
  ].join('\n')
}

/** Writes tables, figures and plots; the same run gives the same bytes. */
export function writeReport(folder: string, head: RunHead, trials: readonly Trial[], alone: PostsAlone): void {
  const text = `Figures of \`npm run simulate\`, made by it; what they mean is in [simulation.md](../simulation.md).\n\n${reportText(head, trials, alone)}`
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'figures.md'), text)
  const results = trials.map((trial) => ({ policy: trial.name, fleet: trial.fleet, ...summarise(trial) }))
  writeFileSync(
    join(folder, 'figures.json'),
    `${JSON.stringify({ ...head, postsAlone: alone, results }, undefined, 1)}\n`,
  )
  const series = head.fleets.map((fleet) => `${fleet} units`)
  for (const [file, title, axis, figure] of plotted) {
    const dots = trials.flatMap((trial) => {
      const { mean, half } = summarise(trial)[figure]
      if (Number.isNaN(mean)) return []
      return [{ label: trial.name, x: mean, half, series: head.fleets.indexOf(trial.fleet) }]
    })
    writeFileSync(join(folder, file), dotPlot(title, axis, series, dots))
  }
  for (const areaClass of ['urban', 'rural'] as const)
    writeFileSync(join(folder, `response-${areaClass}.svg`), responsePlot(areaClass, head.fleets, trials))
}

const plotted: ReadonlyArray<[file: string, title: string, axis: string, figure: FigureName]> = [
  ['grade-1-late.svg', 'Grade 1 attended late', 'per cent of grade 1, with 95 % interval', 'late1'],
  ['grade-1-mean.svg', 'Grade 1: mean response', 'minutes from the start of the clock, with 95 % interval', 'mean1'],
  ['grade-2-mean.svg', 'Grade 2: mean response', 'minutes from the start of the clock, with 95 % interval', 'mean2'],
]

/** How many of the grade 1 calls were attended within so many minutes. */
function responsePlot(areaClass: 'urban' | 'rural', fleets: readonly number[], trials: readonly Trial[]): string {
  const shown = ['nearest-by-line', 'nearest-by-road', 'divert-and-cover']
  const curves = trials
    .filter(({ name }) => shown.includes(name))
    .map(({ name, fleet, histogram }) => {
      const bins = histogram[areaClass]
      const whole = bins.reduce((sum, count) => sum + count, 0)
      let sum = 0
      const points = bins.slice(0, BINS - 1).map((count, bin): [number, number] => {
        sum += count
        return [(bin + 1) * BIN_MINUTES, (100 * sum) / whole]
      })
      return { label: `${name}, ${fleet}`, points, series: shown.indexOf(name), dashed: fleet !== fleets[0] }
    })
  const clock = areaClass === 'urban' ? 10 : 20
  return curvePlot(
    `Grade 1, ${areaClass}: attended within so many minutes`,
    { x: 'minutes from the start of the clock', y: 'per cent of calls', xMost: 40, yMost: 100 },
    curves,
    [{ x: clock, label: `the clock: ${clock} min` }],
  )
}

/** What the weight of cover does: late grade 1, and what grade 2 pays. */
export function writeWeights(
  folder: string,
  head: RunHead,
  trials: readonly Trial[],
  weights: readonly number[],
): void {
  mkdirSync(folder, { recursive: true })
  const text = `What the weight of cover does: \`npm run simulate -- --weights ${weights.join(',')} --seeds ${head.seeds}\`; see [simulation.md](../simulation.md).\n\n${reportText(head, trials, [])}`
  writeFileSync(join(folder, 'cover-weight.md'), text)
  const curves = head.fleets.flatMap((fleet, at) => {
    const pointsOf = (figure: FigureName) =>
      weights.flatMap((weight): Array<[number, number]> => {
        const trial = trials.find(({ name, fleet: of }) => of === fleet && name === weightName(weight))
        return trial ? [[weight, summarise(trial)[figure].mean]] : []
      })
    return [
      { label: `grade 1 late, %, ${fleet} units`, points: pointsOf('late1'), series: at },
      { label: `grade 2 mean, min, ${fleet} units`, points: pointsOf('mean2'), series: at, dashed: true },
    ]
  })
  const yMost = Math.ceil(Math.max(...curves.flatMap(({ points }) => points.map(([, y]) => y))) * 1.1)
  writeFileSync(
    join(folder, 'cover-weight.svg'),
    curvePlot(
      'What the weight of cover does',
      {
        x: 'seconds that a grade 2 may take longer for a per cent of cover',
        y: 'per cent; minutes',
        xMost: Math.max(...weights),
        yMost,
      },
      curves,
    ),
  )
}

/** The name of the variant with that weight. */
export function weightName(weight: number): string {
  return `cover at ${weight} s/%`
}

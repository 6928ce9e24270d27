import type { Trial } from './experiment.ts'
import { type FigureName, figureNames } from './month-figures.ts'
import { type Estimate, estimate, estimateRatio } from './statistics-rules.ts'

/** What the others are measured by. */
export const BASE = 'nearest-by-road'

/** The figures of a trial over its seeds. */
export type Summary = Record<FigureName, Estimate>

export function summarise({ bySeed }: Trial): Summary {
  const of = (name: FigureName) => estimate(bySeed.map((figures) => figures[name]))
  return Object.fromEntries((Object.keys(figureNames) as FigureName[]).map((name) => [name, of(name)])) as Summary
}

/** How many times the base's figure, seed by seed; undefined for the base itself, without one, or when the base is zero. */
export function compare(trial: Trial, trials: readonly Trial[], figure: FigureName): Estimate | undefined {
  const base = trials.find(({ name, fleet }) => name === BASE && fleet === trial.fleet)
  if (!base || base === trial) return undefined
  const values = (of: Trial) => of.bySeed.map((figures) => figures[figure])
  return values(base).every((value) => value === 0) || values(trial).some(Number.isNaN)
    ? undefined
    : estimateRatio(values(trial), values(base))
}

/** One table a fleet, in Markdown: a line a figure, a column a policy. */
export function figureTables(trials: readonly Trial[]): string {
  const fleets = [...new Set(trials.map(({ fleet }) => fleet))]
  return fleets.map((fleet) => tableOf(fleet, trials)).join('\n\n')
}

function tableOf(fleet: number, trials: readonly Trial[]): string {
  const ours = trials.filter((trial) => trial.fleet === fleet)
  const summaries = ours.map(summarise)
  const head = [`${fleet} units`, ...ours.map(({ name }) => name)]
  const lines = (Object.keys(figureNames) as FigureName[]).map((figure) => [
    figureNames[figure],
    ...summaries.map((summary) => inWords(summary[figure])),
  ])
  const ratio = (label: string, figure: FigureName) => [
    label,
    ...ours.map((trial) => {
      const found = compare(trial, trials, figure)
      return found ? inWords(found) : trial.name === BASE ? '1' : '–'
    }),
  ]
  const ratios = [
    ratio(`grade 1 late, times ${BASE}`, 'late1'),
    ratio(`grade 1 mean, times ${BASE}`, 'mean1'),
    ratio(`grade 2 mean, times ${BASE}`, 'mean2'),
  ]
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [row(head), row(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...[...ratios, ...lines].map(row)].join(
    '\n',
  )
}

/** "8.67 ± 0.21"; a dash where there is none. */
export function inWords({ mean, half }: Estimate): string {
  if (Number.isNaN(mean)) return '–'
  const digits = Math.abs(mean) < 10 ? 2 : 1
  return half === null ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${half.toFixed(digits)}`
}

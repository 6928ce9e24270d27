/** One measured figure. `ratio` is to its rival measured in the same run, or, where it has none, to its limit. */
export type Measure = {
  name: string
  value: number
  unit: 'ms' | 's' | 'KiB' | 'MiB' | 'count'
  /** what is aimed at on two cores; null for a rival, which has none */
  limit: number | null
  ratio: number
}

/** The smallest sample that this share of all samples does not exceed (nearest rank). @throws RangeError without samples */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  if (found === undefined) throw new RangeError('no samples')
  return found
}

/** Samples in milliseconds, and what they are held against. */
export type Contest = {
  name: string
  samples: readonly number[]
  /** in milliseconds; left out: none is set */
  limits: { p50?: number; p99?: number }
  rival: { name: string; samples: readonly number[] }
}

/** The p50 and p99 of the samples, each as a ratio to the rival's p50; the rival's own p50 follows. */
export function contest({ name, samples, limits, rival }: Contest): Measure[] {
  const typical = percentile(rival.samples, 0.5)
  const figure = (label: 'p50' | 'p99', share: number): Measure => {
    const value = percentile(samples, share)
    return { name: `${name} ${label}`, value, unit: 'ms', limit: limits[label] ?? null, ratio: value / typical }
  }
  const itself: Measure = { name: `${rival.name} p50`, value: typical, unit: 'ms', limit: null, ratio: 1 }
  return [figure('p50', 0.5), figure('p99', 0.99), itself]
}

/** A figure that has no rival, only a limit. */
export function against(limit: number, name: string, value: number, unit: Measure['unit']): Measure {
  return { name, value, unit, limit, ratio: value / limit }
}

/** Milliseconds that the work took. */
export async function timed(work: () => unknown): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** The line for programs: one JSON object, figures to three decimals. */
export function asLine({ name, value, unit, limit, ratio }: Measure): string {
  const round = (figure: number) => Number(figure.toFixed(3))
  return JSON.stringify({ name, value: round(value), unit, limit, ratio: round(ratio) })
}

/** The line for people. */
export function asWords({ name, value, unit, limit, ratio }: Measure): string {
  const figure = (number: number) => (number < 10 ? number.toFixed(2) : number.toFixed(1))
  const aim = limit === null ? '' : `${value <= limit ? 'within' : 'OVER'} ${limit} ${unit}`
  return `  ${name.padEnd(52)}${`${figure(value)} ${unit}`.padStart(12)}${`x ${figure(ratio)}`.padStart(11)}   ${aim}`
}

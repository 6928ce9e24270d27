/** How often a value occurred: whole seconds, or 0 and 1 where it is whether something was so. */
export type Tally = { value: number; n: number }

/** Seconds told as a mean, a middle and two ends. */
export type Spread = { mean: number; median: number; p90: number; p95: number; longest: number }

/** How many were counted and in how many of them it was so. */
export type Share = { met: number; percent: number | null }

/**
 * Exact from counts: a percentile is the smallest value that so much of all values does not exceed (nearest rank), the
 * mean is told to a tenth. Null where fewer than `fewest` were counted: that few say nothing of how a service does.
 */
export function spreadOf(tallies: readonly Tally[], fewest: number): Spread | null {
  const counted = [...tallies].sort((a, b) => a.value - b.value)
  const n = countOf(counted)
  if (n < Math.max(1, fewest)) return null
  const sum = counted.reduce((so, { value, n: times }) => so + value * times, 0)
  const at = (percent: number) => {
    let left = Math.ceil((n * percent) / 100)
    const reaches = ({ n: times }: Tally) => {
      left -= times
      return left <= 0
    }
    return (counted.find(reaches) as Tally).value
  }
  return { mean: Math.round((sum / n) * 10) / 10, median: at(50), p90: at(90), p95: at(95), longest: at(100) }
}

/** A share to a tenth of a percent; no percentage where fewer than `fewest` were counted. */
export function shareOf(tallies: readonly Tally[], fewest: number): Share {
  const n = countOf(tallies)
  const met = countOf(tallies.filter(({ value }) => value === 1))
  return { met, percent: n < Math.max(1, fewest) ? null : Math.round((met / n) * 1_000) / 10 }
}

/** How many were counted. */
export function countOf(tallies: readonly Tally[]): number {
  return tallies.reduce((so, { n }) => so + n, 0)
}

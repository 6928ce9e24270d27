/** Arithmetic mean. @throws RangeError without values */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no values')
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The smallest value that this share of all values does not exceed (nearest rank). @throws RangeError without values */
export function quantile(values: readonly number[], share: number): number {
  const found = [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)]
  if (found === undefined) throw new RangeError('no values')
  return found
}

/** A mean with the half width of its 95 % confidence interval; null when one value says nothing about chance. */
export type Estimate = { mean: number; half: number | null }

/** Mean over independent values (one a seed) and its 95 % confidence interval by Student's t. @throws RangeError without values */
export function estimate(values: readonly number[]): Estimate {
  const middle = mean(values)
  if (values.length === 1) return { mean: middle, half: null }
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0)
  const deviation = Math.sqrt(squares / (values.length - 1))
  return { mean: middle, half: (studentT975(values.length - 1) * deviation) / Math.sqrt(values.length) }
}

/**
 * How many times `base` the values are, seed by seed on the same calls, so that what the seeds have in common falls
 * out: the ratio of the means, with its 95 % interval by the linearised variance of a ratio estimator (Cochran 1977).
 * @throws RangeError when the lists are not alike in length, empty, or the base is zero on average
 */
export function estimateRatio(values: readonly number[], base: readonly number[]): Estimate {
  if (values.length !== base.length) throw new RangeError('values and base are not of the same seeds')
  const below = mean(base)
  if (below === 0) throw new RangeError('nothing to compare with: the base is zero')
  const ratio = mean(values) / below
  const { half } = estimate(values.map((value, index) => (value - ratio * (base[index] as number)) / below))
  return { mean: ratio, half }
}

/** The 97.5 % point of Student's t, from the table to 30 degrees of freedom, beyond by the expansion of Fisher and Cornish. */
export function studentT975(degrees: number): number {
  const inTable = table[degrees - 1]
  if (inTable !== undefined) return inTable
  const z = 1.959_963_984_540_054
  return (
    z +
    (z ** 3 + z) / (4 * degrees) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3)
  )
}

const table = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788, 2.1604, 2.1448, 2.1314,
  2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
]

/** One bar of a plot, in a drawing 100 wide: where the label stands, how long it is, and where the mark of 9 in 10 is. */
export type Bar = { label: string; said: string; y: number; width: number; mark: number | null }

/** One part of a figure, as far as it is drawn. */
type Part = {
  name: string
  said: string
  spread: { median: number; p90: number } | null
  share: { percent: number | null } | null
}

/** Height of one bar with its words. */
export const BAR_HIGH = 12

/**
 * Bars of one figure: the share, or the middle with a mark at 9 in 10, to one scale that begins at nothing. A part of
 * which too few were counted has its words and no bar.
 */
export function barsOf(parts: readonly Part[]): Bar[] {
  const most = Math.max(1, ...parts.map(({ spread, share }) => spread?.p90 ?? share?.percent ?? 0))
  const scale = (value: number) => Math.round((value / most) * 1_000) / 10
  return parts.map(({ name, said, spread, share }, index) => ({
    label: name,
    said,
    y: index * BAR_HIGH,
    width: scale(spread?.median ?? share?.percent ?? 0),
    mark: spread ? scale(spread.p90) : null,
  }))
}

/** What is in sight of a list of rows of one height, in CSS pixels. */
export type Sight = { rowPx: number; scrollTop: number; heightPx: number }

/** A list no longer than this is drawn whole: what is not drawn cannot be found by the browser's own search. */
const DRAWN_WHOLE = 120

/** Which rows of a list are drawn, from the first to the one before `to`: those in sight, and as many on either side. */
export function rowWindow(count: number, { rowPx, scrollTop, heightPx }: Sight): { from: number; to: number } {
  if (count <= DRAWN_WHOLE || rowPx <= 0) return { from: 0, to: count }
  const beside = Math.ceil(heightPx / rowPx)
  const top = Math.max(0, Math.min(scrollTop, count * rowPx - heightPx))
  return {
    from: Math.max(0, Math.floor(top / rowPx) - beside),
    to: Math.min(count, Math.ceil((top + heightPx) / rowPx) + beside),
  }
}

/** Where the list is scrolled to, so that this row is in sight. */
export function scrollToRow(index: number, { rowPx, scrollTop, heightPx }: Sight): number {
  return Math.min(index * rowPx, Math.max(scrollTop, (index + 1) * rowPx - heightPx))
}

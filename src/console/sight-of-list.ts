import type { Sight } from './row-window-rules.ts'

/** What of a list of rows `rowRem` high a person sees; before it is on the page, as much as the window could show. */
export function sightOfList(id: string, rowRem: number): Sight {
  const rowPx = rowRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  const list = document.getElementById(id)
  return { rowPx, scrollTop: list?.scrollTop ?? 0, heightPx: list?.clientHeight ?? innerHeight }
}

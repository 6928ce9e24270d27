import type { FigureId } from '../definitions/index.ts'
import type { Dimension } from './figure.ts'
import { countOf, type Share, type Spread, shareOf, spreadOf, type Tally } from './figure-statistics-rules.ts'
import { inWords } from './figure-words-rules.ts'

/** How often a value of a figure occurred in one of its parts. */
export type Told = Tally & { key: string | null; figure: FigureId }

/** One number with its n; see `figuresView`. */
type Group = {
  key: string | null
  name: string
  n: number
  spread: Spread | null
  share: Share | null
  tooFew: boolean
  /** all of it in words, with its n */
  said: string
}

/** Told in seconds; every other is the share in which something was so. */
const inSeconds: readonly FigureId[] = ['time-to-answer', 'time-to-grade', 'time-to-dispatch', 'time-to-attend']

/** Whether a figure is told in seconds or as a share. */
export function unitOf(figure: FigureId): 'seconds' | 'share' {
  return inSeconds.includes(figure) ? 'seconds' : 'share'
}

/** Whether only those in which it was so have this key: reasons, closing categories, who closed. The others are shared by all. */
function isOfMetOnly(figure: FigureId, by: Dimension): boolean {
  return unitOf(figure) === 'share' && (by === 'detail' || (by === 'officer' && figure === 'closures'))
}

/** The parts of one figure, in the order of their keys, those without one last. */
export function groupFigure(
  figure: FigureId,
  by: Dimension,
  told: readonly Told[],
  fewest: number,
  names: ReadonlyMap<string, string>,
): Group[] {
  const keys = [...new Set(told.map(({ key }) => key))].sort(inOrder)
  const ofMetOnly = isOfMetOnly(figure, by)
  const all = countOf(told)
  return keys.flatMap((key) => {
    const tallies = told.filter((one) => one.key === key)
    if (ofMetOnly && key === null) return []
    const name = key === null ? 'Not known' : (names.get(key) ?? key)
    const n = ofMetOnly ? all : countOf(tallies)
    const spread = unitOf(figure) === 'seconds' ? spreadOf(tallies, fewest) : null
    const rest = ofMetOnly ? [{ value: 0, n: all - countOf(tallies) }] : []
    const share = unitOf(figure) === 'share' ? shareOf([...tallies, ...rest], fewest) : null
    return [{ key, name, n, spread, share, tooFew: n < fewest, said: inWords({ n, spread, share }) }]
  })
}

const classNames = new Map([
  ['urban', 'Urban'],
  ['rural', 'Rural'],
])

/** What keys are called that need nobody to be asked; undefined: somebody is. */
export function namesWithoutLookup(by: Dimension, keys: readonly string[]): ReadonlyMap<string, string> | undefined {
  if (by === 'all') return new Map([['all', 'All']])
  if (by === 'area-class') return classNames
  if (by === 'hour') return new Map(keys.map((hour) => [hour, `${hour}:00`]))
  if (by === 'day') return new Map(keys.map((day) => [day, day]))
  return undefined
}

function inOrder(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return one.localeCompare(other)
}

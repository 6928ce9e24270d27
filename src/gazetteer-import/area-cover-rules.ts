import { type Geometry, spansAt } from '../importing/index.ts'

/** A surface of GeoJSON. */
export type Surface = Extract<Geometry, { type: 'Polygon' | 'MultiPolygon' }>

/** Where areas do not fit together; hectares to the whole, and a place inside. */
export type Overlap = { one: string; other: string; hectares: number }
export type Gap = { hectares: number; lat: number; lon: number }

/** Lines across the whole, from south to north. What is thinner than the space between two may not be seen. */
const LINES = 1_000
/** Less than this is how borders are drawn, and no mistake. */
const LEAST_HECTARES = 1

type Span = { west: number; east: number; id: string }
type Hole = { west: number; east: number; root: number }

/** Looks along lines of latitude at where areas lie upon each other, and where there is none between them. */
export function checkCover(areas: ReadonlyArray<{ id: string; shape: Surface }>): { overlaps: Overlap[]; gaps: Gap[] } {
  const pieces = areas.flatMap(({ id, shape }) =>
    (shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates).map((rings) => ({ id, rings })),
  )
  let [south, north] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { rings } of pieces)
    for (const [, lat] of rings.flat()) [south, north] = [Math.min(south, lat), Math.max(north, lat)]
  const step = (north - south) / LINES
  const overlaps = new Map<string, Overlap>()
  const gaps = new Gaps()
  for (let line = 0; line < LINES; line += 1) {
    const lat = south + (line + 0.5) * step
    const spans = pieces
      .flatMap(({ id, rings }) => spansAt(rings, lat).map(([west, east]) => ({ id, west, east })))
      .sort((a, b) => a.west - b.west)
    const hectaresOf = (degrees: number) => degrees * Math.cos((lat * Math.PI) / 180) * step * HECTARES
    addOverlaps(overlaps, spans, hectaresOf)
    gaps.add(spans, lat, hectaresOf)
  }
  const enough = ({ hectares }: { hectares: number }) => hectares >= LEAST_HECTARES
  const bySize = (a: { hectares: number }, b: { hectares: number }) => b.hectares - a.hectares
  return {
    overlaps: [...overlaps.values()].filter(enough).sort(bySize),
    gaps: gaps.closed().filter(enough).sort(bySize),
  }
}

/** In a square degree at the equator. */
const HECTARES = (111_195 * 111_195) / 10_000

function addOverlaps(
  overlaps: Map<string, Overlap>,
  spans: readonly Span[],
  hectaresOf: (degrees: number) => number,
): void {
  for (const [index, a] of spans.entries()) {
    for (const b of spans.slice(index + 1)) {
      if (b.west >= a.east) break
      if (a.id === b.id) continue
      const [one, other] = [a.id, b.id].sort() as [string, string]
      const overlap = overlaps.get(`${one}|${other}`) ?? { one, other, hectares: 0 }
      overlap.hectares += hectaresOf(Math.min(a.east, b.east) - b.west)
      overlaps.set(`${one}|${other}`, overlap)
    }
  }
}

/** What lies between areas: joined from line to line, and left out where it opens to the outside, as a bay does. */
class Gaps {
  readonly #found: Array<Gap & { hole: number }> = []
  /** which hole each is joined to; 0 is the outside */
  readonly #joined: number[] = [0]
  #last: Hole[] = [{ ...EVERYWHERE, root: 0 }]

  add(spans: readonly Span[], lat: number, hectaresOf: (degrees: number) => number): void {
    const here: Hole[] = []
    let west = EVERYWHERE.west
    for (const { west: from, east } of [...spans, { west: EVERYWHERE.east, east: EVERYWHERE.east }]) {
      if (from > west) here.push({ west, east: from, root: 0 })
      west = Math.max(west, east)
    }
    for (const hole of here) {
      const isOutside = hole.west === EVERYWHERE.west || hole.east === EVERYWHERE.east
      if (!isOutside) {
        hole.root = this.#joined.length
        this.#joined.push(hole.root)
        const middle = (hole.west + hole.east) / 2
        this.#found.push({ hole: hole.root, hectares: hectaresOf(hole.east - hole.west), lat, lon: middle })
      }
      for (const before of this.#last)
        if (before.west < hole.east && hole.west < before.east) this.#join(before.root, hole.root)
    }
    this.#last = here
  }

  closed(): Gap[] {
    // what is open above the last line is outside
    for (const { root } of this.#last) this.#join(root, 0)
    const gaps = new Map<number, Gap>()
    for (const { hole, hectares, lat, lon } of this.#found) {
      const root = this.#rootOf(hole)
      if (root === 0) continue
      const gap = gaps.get(root) ?? { hectares: 0, lat, lon }
      gap.hectares += hectares
      gaps.set(root, gap)
    }
    return [...gaps.values()]
  }

  #rootOf(hole: number): number {
    let root = hole
    while (this.#joined[root] !== root) root = this.#joined[root] as number
    return root
  }

  /** The lower one stays, so that the outside always does. */
  #join(a: number, b: number): void {
    const [low, high] = [this.#rootOf(a), this.#rootOf(b)].sort((x, y) => x - y) as [number, number]
    this.#joined[high] = low
  }
}

const EVERYWHERE = { west: Number.NEGATIVE_INFINITY, east: Number.POSITIVE_INFINITY }

import pointInPolygon from 'point-in-polygon-hao'
import type { ChangeSets } from './met-changes-rules.ts'
import type { RoadGraph } from './road-graph.ts'
import { isOnPass } from './road-speed-rules.ts'
import type { RoadSpeeds, RoadTimes } from './road-speeds.ts'
import type { Point, RoadChange } from './routing.ts'
import type { RoadIndex } from './snap-rules.ts'

/** What a place means: the share of each road that is meant, and their length together. */
type Found = { roads: Map<number, number>; metres: number }
/** A change and what it means. */
export type Matched = Found & { change: RoadChange }

/** The share of each road that is meant, found step by step. */
type Matching = Generator<undefined, Map<number, number>, undefined>
/** Points that somebody drew. */
type Drawn = ReadonlyArray<readonly [lon: number, lat: number]>

/** Metres in a degree of latitude. */
const DEGREE_METRES = 111_195
/** A line is drawn no more exactly than this. */
const FINEST_METRES = 5
/** `near` without a distance means this. */
const NEAR_METRES = 500
/** Places along a road are looked at no further apart than this, in metres. */
const STEP_METRES = 10
/** The slowest a road gets, of its usual speed; slower is closed. */
const LEAST_FACTOR = 0.02

/** Finds the roads that a change is about. None is no error: the caller says so to whoever drew it. */
export function matchChange(index: RoadIndex, speeds: RoadSpeeds, change: RoadChange): Matched {
  const finding = findInSteps(index, speeds, change.where)
  for (;;) {
    const step = finding.next()
    if (step.done) return { ...step.value, change }
  }
}

/** As `matchChange`, a road at a time: so that others may be answered while somebody draws over half a county. */
export function* findInSteps(
  index: RoadIndex,
  speeds: RoadSpeeds,
  where: RoadChange['where'],
): Generator<undefined, Found, undefined> {
  const roads = yield* roadsOf(index, speeds, where)
  let metres = 0
  for (const [road, share] of roads) metres += share * (index.graph.roadMetres[road] as number)
  return { roads, metres }
}

/**
 * The times with the changes in force (`now`) and without them (`usual`); both know which changes are on which road.
 * Of a road that is slowed in part, that part is.
 */
export function changeTimes(
  times: RoadTimes,
  changes: readonly Matched[],
  sets: ChangeSets,
): { now: RoadTimes; usual: RoadTimes } {
  const now = { ...times, roadMs: times.roadMs.slice(), shut: times.shut.slice() }
  const met = new Int32Array(times.roadMs.length)
  changes.forEach(({ change: { kind, factor }, roads }, number) => {
    const own = sets.of([number])
    for (const [road, share] of roads) {
      met[road] = sets.join(met[road] as number, own)
      if (kind === 'closed') {
        now.shut[road] = 1
        continue
      }
      const longer = share * (1 / Math.min(1, Math.max(LEAST_FACTOR, factor)) - 1)
      now.roadMs[road] = (now.roadMs[road] as number) + Math.round((times.roadMs[road] as number) * longer)
    }
  })
  return { now: { ...now, met }, usual: { ...times, met } }
}

function* roadsOf(index: RoadIndex, speeds: RoadSpeeds, where: RoadChange['where']): Matching {
  if ('pass' in where) {
    const passes = speeds.passes.filter(({ name }) => plain(name) === plain(where.pass))
    return whole(index, (road) => passes.some((pass) => isOnPass(index.graph, road, pass)))
  }
  if ('road' in where) return roadsNamed(index, where)
  if ('line' in where) return yield* roadsAlong(index, where.line, Math.max(FINEST_METRES, where.withinMetres))
  return yield* roadsIn(index, where.area)
}

/** Roads of the main component: units and incidents are on no others. */
function whole({ roads }: RoadIndex, isMeant: (road: number) => boolean): Map<number, number> {
  return new Map([...roads.filter(isMeant)].map((road) => [road, 1]))
}

function roadsNamed(
  index: RoadIndex,
  { road: wanted, near, withinMetres = NEAR_METRES }: { road: string; near?: Point; withinMetres?: number },
): Map<number, number> {
  const { graph } = index
  const [name, number] = [plain(wanted), plain(wanted).replaceAll(' ', '')]
  // thousands of roads share a name
  const isName = remembered((of) => name !== '' && plain(of) === name)
  const isNumber = remembered(
    (of) => number !== '' && of.split(';').some((ref) => plain(ref).replaceAll(' ', '') === number),
  )
  const isMeant = (road: number) => isName(graph.roadName[road] as string) || isNumber(graph.roadRef[road] as string)
  const all = whole(index, isMeant)
  if (!near) return all
  for (const road of all.keys()) {
    const places = placesAlong(graph, road, STEP_METRES)
    if (!places.some((place) => metresTo([[near.lon, near.lat]], place) <= withinMetres)) all.delete(road)
  }
  return all
}

/**
 * Roads that go along the line: half of it, or a good piece; or across it. A side road that only touches the line's
 * band with its end, where it joins the road that is meant, is not.
 */
function* roadsAlong(index: RoadIndex, line: Drawn, within: number): Matching {
  const found = new Map<number, number>()
  const pieces = piecesNear(index, line, within)
  for (const [road, near] of pieces) {
    const places = placesAlong(index.graph, road, Math.min(STEP_METRES, within / 2))
    const inside = places.map((place) => near.some((piece) => metresTo(piece, place) <= within))
    const share = inside.filter(Boolean).length / inside.length
    const metres = share * (index.graph.roadMetres[road] as number)
    const goesAcross = share > 0 && !inside[0] && !inside.at(-1)
    if (share >= 0.5 || metres >= 3 * within || goesAcross) found.set(road, share)
    yield
  }
  return found
}

function* roadsIn(index: RoadIndex, area: Drawn): Matching {
  const found = new Map<number, number>()
  const [start] = area
  if (!start || area.length < 3) return found
  const ring = [...area, start].map(([lon, lat]) => [lon, lat] as [number, number])
  for (const road of roadsNear(index, area, 0)) {
    const places = placesAlong(index.graph, road, STEP_METRES)
    const share = places.filter(({ lon, lat }) => pointInPolygon([lon, lat], [ring]) !== false).length / places.length
    if (share > 0) found.set(road, share)
    yield
  }
  return found
}

/** The pieces of a line that a road may be near: a long line has hundreds, a road is near two or three. */
function piecesNear(index: RoadIndex, line: Drawn, metres: number): Map<number, Drawn[]> {
  const near = new Map<number, Drawn[]>()
  for (const piece of line.length === 1 ? [line] : line.slice(1).map((end, i) => [line[i] as Drawn[number], end])) {
    for (const road of roadsNear(index, piece, metres)) {
      const pieces = near.get(road)
      if (pieces) pieces.push(piece)
      else near.set(road, [piece])
    }
  }
  return near
}

function roadsNear({ roads, boxes }: RoadIndex, points: Drawn, metres: number) {
  const lons = points.map(([lon]) => lon * 1e5)
  const lats = points.map(([, lat]) => lat * 1e5)
  const north = (metres / DEGREE_METRES) * 1e5
  const east = north / Math.cos(((lats[0] as number) / 1e5) * (Math.PI / 180))
  const found = boxes.search(
    Math.min(...lons) - east,
    Math.min(...lats) - north,
    Math.max(...lons) + east,
    Math.max(...lats) + north,
  )
  // an empty index has a box of its own
  return found.flatMap((box) => roads[box] ?? [])
}

/** Places along a road, both ends among them, no further apart than so many metres. */
function placesAlong(graph: RoadGraph, road: number, step: number): Point[] {
  const places: Point[] = []
  const last = (graph.lineFirst[road + 1] as number) - 1
  for (let at = graph.lineFirst[road] as number; at < last; at += 1) {
    const [from, to] = [pointOf(graph, at), pointOf(graph, at + 1)]
    const steps = Math.max(1, Math.ceil(metresTo([[from.lon, from.lat]], to) / step))
    for (let i = 0; i < steps; i += 1) {
      const share = i / steps
      places.push({ lat: from.lat + share * (to.lat - from.lat), lon: from.lon + share * (to.lon - from.lon) })
    }
  }
  places.push(pointOf(graph, last))
  return places
}

function pointOf(graph: RoadGraph, at: number): Point {
  return { lat: (graph.lineLat[at] as number) / 1e5, lon: (graph.lineLon[at] as number) / 1e5 }
}

/** Metres from a place to the nearest place of a point, or of a straight piece. */
function metresTo([a = [0, 0], b = a]: Drawn, { lat, lon }: Point): number {
  const east = DEGREE_METRES * Math.cos((lat * Math.PI) / 180)
  const [ax, ay] = [(a[0] - lon) * east, (a[1] - lat) * DEGREE_METRES]
  const [dx, dy] = [(b[0] - a[0]) * east, (b[1] - a[1]) * DEGREE_METRES]
  const square = dx * dx + dy * dy
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / square))
  return Math.hypot(ax + share * dx, ay + share * dy)
}

function remembered(answer: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const now = answer(name)
    known.set(name, now)
    return now
  }
}

function plain(name: string): string {
  return name.trim().toLowerCase().replaceAll(/\s+/g, ' ')
}

import type { IncidentView } from '../incidents/incident.ts'
import type { RoadChangeView } from '../roads/road-change.ts'
import type { UnitView } from '../units/unit.ts'
import { type ForceWords, nameOf } from './force-words.ts'
import type { DrawnIncident, DrawnLine, DrawnSpot, DrawnUnit, MapBox, MapPoint } from './map-adapter.ts'
import { age } from './time-words-rules.ts'

/** A position older than this is marked as old, in milliseconds (CRD/1 P8). */
const OLD_POSITION_MS = 60_000
/** Degrees of latitude that a metre is. */
const METRE = 1 / 111_195

/**
 * Open incidents that have a place, the most urgent last, so that it is drawn over the others. What somebody is not told
 * (a protected address, another area, a restricted incident) has no place here, or is not here at all.
 */
export function incidentsDrawn(incidents: Iterable<IncidentView>, words: ForceWords): DrawnIncident[] {
  const drawn: DrawnIncident[] = []
  for (const { id, grade, reference, type, location } of incidents) {
    const { lat, lon } = location
    if (lat === null || lon === null) continue
    const position = words.grades.find((one) => one.id === grade)?.position ?? 0
    const said = grade === null ? 'Not graded' : `Grade ${grade}`
    const named = `${said}, ${reference.split('/')[0]}, ${nameOf(words.types, type)}, ${location.text}`
    drawn.push({ id, grade, position, lat, lon, words: named })
  }
  return drawn.sort((a, b) => urgency(b) - urgency(a))
}

/** Units that have a position, with how old it is. `now` in milliseconds. */
export function unitsDrawn(
  units: Iterable<UnitView>,
  positions: ReadonlyMap<string, MapPoint & { fixedAt: string }>,
  words: ForceWords,
  now: number,
): DrawnUnit[] {
  const drawn: DrawnUnit[] = []
  for (const { id, callsign, commitment, position, state } of units) {
    const at = positions.get(id) ?? position
    if (!at) continue
    const oldMs = now - Date.parse(at.fixedAt)
    const old = oldMs > OLD_POSITION_MS
    const free = commitment === null && words.unitStates.some(({ code, deployable }) => code === state && deployable)
    const doing = nameOf(words.unitStates, state)
    const said = [
      `${callsign}`,
      doing,
      commitment && `to ${commitment.reference.split('/')[0]}`,
      old && `position ${age(oldMs)}`,
    ]
    drawn.push({
      id,
      callsign,
      free,
      old,
      age: old ? age(oldMs) : '',
      lat: at.lat,
      lon: at.lon,
      words: said.filter(Boolean).join(', '),
    })
  }
  return drawn
}

/** Closures and slow-downs in force that were drawn as a line or an area; what was only named has no line to draw. */
export function closuresDrawn(changes: readonly RoadChangeView[], now: number): DrawnLine[] {
  return changes.flatMap((change): DrawnLine[] => {
    const { line, area } = change.place
    const points = line ?? area
    if (!points || !isInForce(change, now)) return []
    const [first] = points
    const ring = area && first ? [...area, first] : points
    return [{ kind: kindOf(change), points: ring, isArea: area !== undefined, label: change.name }]
  })
}

/** Every closure and slow-down in force in words, and whether it is to be seen on the map. */
export function closureWords(changes: readonly RoadChangeView[], now: number): string[] {
  return changes
    .filter((change) => isInForce(change, now))
    .map((change) => {
      const isDrawn = (change.place.line ?? change.place.area) !== undefined
      return `${kindOf(change) === 'closed' ? 'Closed' : 'Slow'}: ${change.name}, ${change.because}${isDrawn ? '' : ' (not drawn)'}`
    })
}

/** A way's points from what the service sends: steps of `unit` degrees, each from the point before it. */
export function readWay({ unit, line }: { unit: number; line: readonly number[] }): [lon: number, lat: number][] {
  let [x, y] = [0, 0]
  const points: [number, number][] = []
  for (let at = 0; at + 1 < line.length; at += 2) {
    x += line[at] as number
    y += line[at + 1] as number
    points.push([x * unit, y * unit])
  }
  return points
}

/** The things that lie in a box; all of them where nobody knows the box. */
export function inSight<T extends MapPoint>(things: readonly T[], box: MapBox | undefined): T[] {
  if (!box) return [...things]
  return things.filter(({ lat, lon }) => lat >= box.south && lat <= box.north && lon >= box.west && lon <= box.east)
}

/** A box round these places with room beside them, at least half a kilometre across; null: there are none. */
export function boxOf(places: readonly (MapPoint & { radiusMetres?: number | null })[]): MapBox | null {
  const [first] = places
  if (!first) return null
  const wide = 1 / Math.cos((first.lat * Math.PI) / 180)
  const box = { south: 90, west: 180, north: -90, east: -180 }
  for (const { lat, lon, radiusMetres } of places) {
    const beside = Math.max(250, (radiusMetres ?? 0) * 1.2) * METRE
    box.south = Math.min(box.south, lat - beside)
    box.north = Math.max(box.north, lat + beside)
    box.west = Math.min(box.west, lon - beside * wide)
    box.east = Math.max(box.east, lon + beside * wide)
  }
  return box
}

/** A place of a search, or of a draft, as far as a map needs it. */
type Placed = { name: string; lat: number | null; lon: number | null }

/** What the map beside a search shows: the chosen place alone once there is one, else all that is offered; and the network. */
export function spotsOf(
  where: { text: string; lat: number | null; lon: number | null; from: string },
  found: readonly Placed[],
  network: (MapPoint & { radiusMetres: number | null }) | null,
): DrawnSpot[] {
  const { text, lat, lon, from } = where
  const isChosen = lat !== null && lon !== null && from !== 'network'
  const chosen: DrawnSpot[] = isChosen
    ? [{ kind: 'chosen', lat, lon, radiusMetres: null, label: `chosen: ${text}` }]
    : []
  const offered = isChosen ? [] : found
  return [
    ...(network ? [{ ...network, kind: 'network' as const, label: networkLabel(network.radiusMetres) }] : []),
    ...offered.flatMap(({ name, lat, lon }): DrawnSpot[] =>
      lat === null || lon === null ? [] : [{ kind: 'found', lat, lon, radiusMetres: null, label: name }],
    ),
    ...chosen,
  ]
}

/** What the small map beside a search shows, as a sentence. */
export function spotWords(spots: readonly DrawnSpot[]): string {
  return spots.length === 0
    ? 'Nothing to show on the map yet.'
    : `On the map: ${spots.map(({ label }) => label).join('; ')}.`
}

function urgency({ position }: DrawnIncident): number {
  // one that nobody has graded yet stands behind every grade
  return position === 0 ? 99 : position
}

function kindOf({ kind }: RoadChangeView): 'closed' | 'slow' {
  return kind === 'closed' ? 'closed' : 'slow'
}

function isInForce({ from, to, withdrawnAt }: RoadChangeView, now: number): boolean {
  return withdrawnAt === null && Date.parse(from) <= now && (to === null || Date.parse(to) > now)
}

function networkLabel(radiusMetres: number | null): string {
  return radiusMetres === null ? 'network position' : `network position, within ${Math.round(radiusMetres)} m`
}

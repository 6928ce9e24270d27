import type { BlockVisitor, Holds, OsmRelation, OsmWay } from './osm-block.ts'
import { readBlockThings } from './osm-block.ts'
import type { Extract } from './osm-extract.ts'
import { ExtractError } from './osm-extract.ts'
import { type OsmRestriction, readRestriction } from './osm-restriction-rules.ts'
import { barrierAt, isUrbanLand, readRoad } from './osm-road-rules.ts'
import { MISSING, type NodeTable, placeOf, type RoadWay } from './road-cutting-rules.ts'
import { joinRings, type UrbanArea } from './urban-rules.ts'

/** How far a pass is, 0 to 1. */
export type OnProgress = (share: number) => void

type RawWay = { way: Omit<RoadWay, 'nodes'>; nodes: Float64Array }

/** What the first reading keeps: no node, and of ways only roads and built-up land. */
export type FirstPass = {
  holds: Holds[]
  roads: RawWay[]
  /** closed ways of built-up land, as node ids */
  land: number[][]
  /** relations of built-up land, as the ids of their ways */
  landOfWays: number[][]
  restrictions: OsmRestriction[]
  restrictionsRead: number
  skipped: Map<string, number>
  unhandled: Map<string, number>
}

/** What the second reading adds: where the nodes are, and what stands on them. */
export type SecondPass = {
  table: NodeTable
  roads: RoadWay[]
  stops: Set<number>
  fords: Set<number>
  areas: UrbanArea[]
  /** rings of built-up land that do not close inside the extract */
  openRings: number
}

/** Counts one more of what is named. */
export function count(into: Map<string, number>, name: string): void {
  into.set(name, (into.get(name) ?? 0) + 1)
}

/** Ways and relations; nodes are passed over undecoded. @throws ExtractError */
export function readFirst(extract: Extract, onProgress: OnProgress): FirstPass {
  const first: FirstPass = {
    holds: [],
    roads: [],
    land: [],
    landOfWays: [],
    restrictions: [],
    restrictionsRead: 0,
    skipped: new Map(),
    unhandled: new Map(),
  }
  const visitor = {
    way: (way: OsmWay) => takeWay(first, way),
    relation: (one: OsmRelation) => takeRelation(first, one),
  }
  for (let block = 0; block < extract.blocks; block += 1) {
    first.holds.push(readBlock(extract, block, visitor))
    onProgress((block + 1) / extract.blocks)
  }
  return first
}

function takeWay(first: FirstPass, { id, tags, nodes }: OsmWay): void {
  if (isUrbanLand(tags) && nodes.length > 3 && nodes[0] === nodes.at(-1)) first.land.push(nodes)
  const road = readRoad(tags)
  if (!road) return
  if ('skipped' in road) count(first.skipped, road.skipped)
  else if (nodes.length < 2) count(first.skipped, 'a way of one node')
  else first.roads.push({ way: { id, road }, nodes: Float64Array.from(nodes) })
}

function takeRelation(first: FirstPass, relation: OsmRelation): void {
  if (relation.tags['type'] === 'multipolygon' && isUrbanLand(relation.tags)) {
    first.landOfWays.push(relation.members.filter(({ type }) => type === 'way').map(({ id }) => id))
    return
  }
  const restriction = readRestriction(relation)
  if (!restriction) return
  first.restrictionsRead += 1
  if ('unhandled' in restriction) count(first.unhandled, restriction.unhandled)
  else first.restrictions.push(restriction)
}

/** The ways of relations, then the places of all nodes that are wanted. @throws ExtractError */
export function readSecond(extract: Extract, first: FirstPass, onProgress: OnProgress): SecondPass {
  const wantedWays = new Map<number, number[]>(first.landOfWays.flat().map((id) => [id, []]))
  const withNodes = first.holds.filter(({ nodes }) => nodes).length
  const withWays = wantedWays.size === 0 ? 0 : first.holds.filter(({ ways }) => ways).length
  let done = 0
  const each = (what: 'nodes' | 'ways', visitor: BlockVisitor) => {
    first.holds.forEach((holds, block) => {
      if (!holds[what]) return
      readBlock(extract, block, visitor)
      done += 1
      onProgress(done / (withNodes + withWays))
    })
  }
  if (wantedWays.size > 0) each('ways', { way: ({ id, nodes }) => wantedWays.has(id) && wantedWays.set(id, nodes) })
  const joined = first.landOfWays.map((ways) => joinRings(ways.map((id) => wantedWays.get(id) ?? [])))
  const rings = [...first.land.map((ring) => [ring]), ...joined.map((one) => one.rings)]

  const table = emptyTable([...first.roads.map(({ nodes }) => nodes), ...rings.flat()])
  const [stops, fords] = [new Set<number>(), new Set<number>()]
  each('nodes', {
    node: (id, lat, lon, tags) => {
      const place = placeOf(table, id)
      if (place === -1) return
      table.lat[place] = lat
      table.lon[place] = lon
      if (tags && barrierAt(tags) === 'stops') stops.add(place)
      if (tags?.['ford'] !== undefined && tags['ford'] !== 'no') fords.add(place)
    },
  })
  const areas = rings.map((area) => area.map((ring) => degreesOf(table, ring)))
  const whole = areas.filter((area) => area.length > 0 && area.every((ring) => ring.length > 0))
  return {
    table,
    roads: first.roads.map(({ way, nodes }) => ({
      ...way,
      nodes: Int32Array.from(nodes, (id) => placeOf(table, id)),
    })),
    stops,
    fords,
    areas: whole,
    openRings:
      joined.reduce((sum, { left }) => sum + left, 0) + areas.filter(({ length }) => length > 0).length - whole.length,
  }
}

function emptyTable(lists: ReadonlyArray<ArrayLike<number>>): NodeTable {
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const list of lists) {
    all.set(list, at)
    at += list.length
  }
  all.sort()
  const id = all.filter((one, i) => i === 0 || one !== all[i - 1])
  return { id, lat: new Int32Array(id.length).fill(MISSING), lon: new Int32Array(id.length) }
}

/** lon, lat, lon, lat ... in degrees; nothing when a node of it is not in the extract */
function degreesOf(table: NodeTable, ring: readonly number[]): number[] {
  const places = ring.map((id) => placeOf(table, id))
  if (places.some((place) => table.lat[place] === MISSING)) return []
  return places.flatMap((place) => [(table.lon[place] as number) / 1e7, (table.lat[place] as number) / 1e7])
}

function readBlock(extract: Extract, block: number, visitor: BlockVisitor): Holds {
  const bytes = extract.readBlock(block)
  try {
    return readBlockThings(bytes, visitor)
  } catch (error) {
    throw new ExtractError(`${extract.name} is damaged: block ${block} of ${extract.blocks} cannot be read.`, {
      cause: error,
    })
  }
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readCsv } from '../core/index.ts'
import {
  accessClasses,
  buildRoadGraph,
  decodePolyline,
  type Junction,
  type Road,
  type RoadGraph,
  roadClasses,
} from './road-graph.ts'
import type { TurnRestriction } from './turn-restriction-rules.ts'

/** Reads `cumbria-road-graph` (its SOURCE.txt tells the columns); another force's extract has the same columns. */
export function readRoadGraph(folder: string): RoadGraph {
  const text = (name: string) => gunzipSync(readFileSync(join(folder, name))).toString('utf8')
  const junctions: Junction[] = []
  const indexOf = new Map<string, number>()
  for (const row of readCsv(text('nodes.csv.gz'), ['id', 'lon', 'lat', 'main_scc'])) {
    indexOf.set(row.id, junctions.length)
    junctions.push({ lat: Number(row.lat), lon: Number(row.lon), main: row.main_scc === '1' })
  }
  const roads: Road[] = []
  const named = oneOfEach()
  const placeOf = new Map<string, number>()
  const edges = text('edges.csv.gz')
  const header = edges.slice(0, edges.indexOf('\n')).trimEnd().split(',')
  const optional = optionalColumns.filter((column) => header.includes(column))
  for (const row of readCsv(edges, [...edgeColumns, ...optional])) {
    const roadClass = roadClasses.find((known) => known === row.class)
    const metres = Number(row.length_m)
    const line = decodePolyline(row.polyline5)
    const access = accessClasses.find((known) => known === (row.access || ''))
    if (!roadClass || access === undefined || !(metres >= 0) || line.length < 4)
      throw new Error(`edges.csv.gz: road ${row.id} cannot be read`)
    placeOf.set(row.id, roads.length)
    roads.push({
      from: indexOf.get(row.from) ?? -1,
      to: indexOf.get(row.to) ?? -1,
      class: roadClass,
      unclassified: row.subclass === 'unclassified',
      oneway: row.oneway === '1',
      ramp: row.ramp === '1',
      urban: row.urban === '1',
      name: named(row.name),
      ref: named(row.ref),
      metres,
      limitMph: row.maxspeed_mph ? Number(row.maxspeed_mph) : undefined,
      access,
      ferrySeconds: row.ferry_seconds ? Number(row.ferry_seconds) : undefined,
      line,
    })
  }
  const restrictions: TurnRestriction[] = []
  if (existsSync(join(folder, 'restrictions.csv.gz'))) {
    for (const row of readCsv(text('restrictions.csv.gz'), ['from_edge', 'via_node', 'to_edge', 'kind'])) {
      const [from, via, to] = [placeOf.get(row.from_edge), indexOf.get(row.via_node), placeOf.get(row.to_edge)]
      const kind = row.kind === 'no' || row.kind === 'only' ? row.kind : undefined
      if (from === undefined || via === undefined || to === undefined || !kind)
        throw new Error(`restrictions.csv.gz: ${row.from_edge} to ${row.to_edge} cannot be read`)
      restrictions.push({ from, via, to, kind })
    }
  }
  return buildRoadGraph(junctions, roads, restrictions)
}

/** Columns that `roads-import/` writes, and older networks do not have. */
const optionalColumns = ['maxspeed_mph', 'access', 'ferry_seconds'] as const

/** The same text for the same name, and its own: a piece of the file would keep the whole file in memory. */
export function oneOfEach(): (name: string) => string {
  const known = new Map<string, string>([['', '']])
  return (name) => {
    const own = known.get(name) ?? Buffer.from(name).toString()
    known.set(own, own)
    return own
  }
}

const edgeColumns = [
  'id',
  'from',
  'to',
  'class',
  'subclass',
  'oneway',
  'ramp',
  'name',
  'ref',
  'urban',
  'length_m',
  'polyline5',
] as const

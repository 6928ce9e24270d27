import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readCsv } from '../core/index.ts'
import { buildRoadGraph, decodePolyline, type Junction, type Road, type RoadGraph, roadClasses } from './road-graph.ts'

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
  for (const row of readCsv(text('edges.csv.gz'), edgeColumns)) {
    const roadClass = roadClasses.find((known) => known === row.class)
    const metres = Number(row.length_m)
    const line = decodePolyline(row.polyline5)
    if (!roadClass || !(metres >= 0) || line.length < 4) throw new Error(`edges.csv.gz: road ${row.id} cannot be read`)
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
      line,
    })
  }
  return buildRoadGraph(junctions, roads)
}

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

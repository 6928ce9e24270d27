import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { simplifyLine } from './line-simplifying-rules.ts'
import { ExtractError } from './osm-extract.ts'
import { encodePolyline } from './road-cutting-rules.ts'
import { type ImportedNetwork, lineOf } from './road-network.ts'

/** What the folder holds, and nothing else: by these an earlier import is known, which may be replaced. */
const files = [
  'nodes.csv.gz',
  'edges.csv.gz',
  'restrictions.csv.gz',
  'roads_major_simplified.geojson.gz',
  'SOURCE.txt',
] as const

/** @throws ExtractError when the folder holds something that is not an earlier import */
export function mustBeReplaceable(folder: string): void {
  if (!existsSync(folder)) return
  const there = readdirSync(folder)
  const strange = there.find((name) => !files.some((file) => file === name))
  if (strange !== undefined || (there.length > 0 && !there.includes('restrictions.csv.gz')))
    throw new ExtractError(
      `${folder} holds ${strange ?? 'a network that was not imported by this command'}: name another folder with --out.`,
    )
}

/**
 * Writes the network into a folder beside `folder`, and puts it in its place when it is whole: whoever reads finds the
 * earlier one or this one, never half of one.
 */
export async function writeRoadGraph(folder: string, network: ImportedNetwork, source: string): Promise<void> {
  mustBeReplaceable(folder)
  const target = resolve(folder)
  const fresh = `${target}.writing-${process.pid}`
  const old = `${target}.replaced-${process.pid}`
  const clear = () => rmSync(fresh, { recursive: true, force: true })
  process.once('exit', clear)
  try {
    mkdirSync(dirname(target), { recursive: true })
    mkdirSync(fresh)
    await zip(join(fresh, 'nodes.csv.gz'), nodeRows(network))
    await zip(join(fresh, 'edges.csv.gz'), edgeRows(network))
    await zip(join(fresh, 'restrictions.csv.gz'), restrictionRows(network))
    await zip(join(fresh, 'roads_major_simplified.geojson.gz'), majorRoads(network))
    writeFileSync(join(fresh, 'SOURCE.txt'), source)
    if (existsSync(target)) renameSync(target, old)
    renameSync(fresh, target)
    rmSync(old, { recursive: true, force: true })
  } finally {
    clear()
    process.off('exit', clear)
  }
}

/** Rows are packed as they are made, some thousand at a time. */
async function zip(path: string, rows: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(inHeaps(rows)), createGzip({ level: 9 }), createWriteStream(path))
}

function* inHeaps(rows: Iterable<string>): Generator<string> {
  let heap = ''
  for (const row of rows) {
    heap += `${row}\n`
    if (heap.length < 256 * 1024) continue
    yield heap
    heap = ''
  }
  if (heap !== '') yield heap
}

function* nodeRows({ junctions }: ImportedNetwork): Generator<string> {
  yield 'id,lon,lat,main_scc,osm_node'
  let id = 0
  for (const { lat, lon, main, osmNode } of junctions) {
    yield `${id},${(lon / 1e7).toFixed(7)},${(lat / 1e7).toFixed(7)},${main ? 1 : 0},${osmNode}`
    id += 1
  }
}

const edgeColumns =
  'id,from,to,class,subclass,oneway,ramp,structure,service_road,name,ref,urban,length_m,default_mph,polyline5,maxspeed_mph,access,ferry_seconds,osm_way'

function* edgeRows(network: ImportedNetwork): Generator<string> {
  yield edgeColumns
  let id = 0
  for (const edge of network.roads) {
    const { road } = edge.way
    const flag = (is: boolean) => (is ? 1 : 0)
    yield [
      ...[id, edge.from, edge.to, road.class, cell(road.subclass), flag(edge.oneway), flag(road.ramp), edge.structure],
      ...[flag(road.class === 'service' && !road.ferry), cell(road.name), cell(road.ref), flag(edge.urban)],
      ...[
        edge.metres.toFixed(1),
        edge.usualMph,
        cell(
          encodePolyline(lineOf(network, edge).flatMap(([lon, lat]) => [Math.round(lat * 1e5), Math.round(lon * 1e5)])),
        ),
        road.maxspeedMph ?? '',
        road.access,
      ],
      ...[edge.ferrySeconds?.toFixed(0) ?? '', edge.way.id],
    ].join(',')
    id += 1
  }
}

function* restrictionRows({ restrictions }: ImportedNetwork): Generator<string> {
  yield 'from_edge,via_node,to_edge,kind'
  for (const { fromEdge, viaNode, toEdge, kind } of restrictions) yield `${fromEdge},${viaNode},${toEdge},${kind}`
}

const majorClasses = ['motorway', 'trunk', 'primary', 'secondary', 'tertiary']
/** how far a line of the light map may be from the road */
const SIMPLER_BY_METRES = 7

function* majorRoads(network: ImportedNetwork): Generator<string> {
  yield '{"type":"FeatureCollection","features":['
  const major = network.roads.filter(({ way }) => majorClasses.includes(way.road.class))
  let left = major.length
  for (const edge of major) {
    left -= 1
    const { class: roadClass, ref, name } = edge.way.road
    const properties = { class: roadClass, ...(ref && { ref }), ...(name && { name }) }
    const coordinates = simplifyLine(lineOf(network, edge), SIMPLER_BY_METRES)
    const feature = { type: 'Feature', properties, geometry: { type: 'LineString', coordinates } }
    yield `${JSON.stringify(feature)}${left > 0 ? ',' : ''}`
  }
  yield ']}'
}

/** RFC 4180: quoted where it must be. */
function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

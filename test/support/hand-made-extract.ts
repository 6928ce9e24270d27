import { deflateSync, zstdCompressSync } from 'node:zlib'
import { PbfWriter } from 'pbf'

type Tagged = { tags?: Record<string, string> }
export type HandMadeThings = {
  /** by id: latitude and longitude in degrees */
  nodes: Record<number, Tagged & { at: [lat: number, lon: number] }>
  ways?: Record<number, Tagged & { nodes: number[] }>
  relations?: Record<number, Tagged & { members: Array<[type: 'node' | 'way' | 'relation', id: number, role: string]> }>
}

export type Packing = {
  pack?: 'zlib' | 'raw' | 'zstd' | 'lz4'
  /** nodes one by one, and not densely */
  plainNodes?: boolean
  /** features a reader must know */
  needs?: string[]
}

/** The bytes of a .osm.pbf: a header, and a block each of nodes, ways and relations. */
export function handMadeExtract({ nodes, ways = {}, relations = {} }: HandMadeThings, packing: Packing = {}): Buffer {
  const header = new PbfWriter()
  for (const feature of packing.needs ?? ['OsmSchema-V0.6', 'DenseNodes']) header.writeStringField(4, feature)
  header.writeVarintField(32, Date.UTC(2026, 0, 2) / 1000)
  return Buffer.concat([
    blob('OSMHeader', header, packing),
    blob(
      'OSMData',
      block((group, strings) => writeNodes(group, strings, nodes, packing.plainNodes === true)),
      packing,
    ),
    blob(
      'OSMData',
      block((group, strings) => writeWays(group, strings, ways)),
      packing,
    ),
    blob(
      'OSMData',
      block((group, strings) => writeRelations(group, strings, relations)),
      packing,
    ),
  ])
}

/** fileformat.proto: length, BlobHeader, Blob. */
export function blob(type: string, message: PbfWriter | Uint8Array, { pack = 'zlib' }: Packing = {}): Buffer {
  const bytes = message instanceof PbfWriter ? message.finish() : message
  const packed = new PbfWriter()
  if (pack === 'raw') packed.writeBytesField(1, bytes)
  else {
    packed.writeVarintField(2, bytes.length)
    if (pack === 'zlib') packed.writeBytesField(3, deflateSync(bytes))
    else if (pack === 'zstd') packed.writeBytesField(7, zstdCompressSync(bytes))
    else packed.writeBytesField(6, bytes)
  }
  const data = packed.finish()
  const header = new PbfWriter()
  header.writeStringField(1, type)
  header.writeVarintField(3, data.length)
  const about = header.finish()
  const length = Buffer.alloc(4)
  length.writeUInt32BE(about.length)
  return Buffer.concat([length, about, data])
}

type Strings = { place: (text: string) => number; all: string[] }

/** A PrimitiveBlock of one group; its string table stands first, as the format asks. */
function block(fill: (group: PbfWriter, strings: Strings) => void): PbfWriter {
  const all = ['']
  const place = (text: string) => {
    if (!all.includes(text)) all.push(text)
    return all.indexOf(text)
  }
  const group = new PbfWriter()
  fill(group, { place, all })
  const whole = new PbfWriter()
  whole.writeMessage(
    1,
    (strings: string[], pbf: PbfWriter) => {
      for (const text of strings) pbf.writeStringField(1, text)
    },
    all,
  )
  whole.writeBytesField(2, group.finish())
  return whole
}

const units = (degrees: number) => Math.round(degrees * 1e7)
const differences = (numbers: number[]) => numbers.map((one, i) => one - (numbers[i - 1] ?? 0))
const keysOf = ({ tags = {} }: Tagged, { place }: Strings) => Object.keys(tags).map(place)
const valuesOf = ({ tags = {} }: Tagged, { place }: Strings) => Object.values(tags).map(place)

function writeNodes(group: PbfWriter, strings: Strings, nodes: HandMadeThings['nodes'], plain: boolean): void {
  const list = Object.entries(nodes).map(([id, node]) => ({ id: Number(id), ...node }))
  if (plain) {
    for (const node of list) {
      const one = new PbfWriter()
      one.writeSVarintField(1, node.id)
      one.writePackedVarint(2, keysOf(node, strings))
      one.writePackedVarint(3, valuesOf(node, strings))
      one.writeSVarintField(8, units(node.at[0]))
      one.writeSVarintField(9, units(node.at[1]))
      group.writeBytesField(1, one.finish())
    }
    return
  }
  const dense = new PbfWriter()
  dense.writePackedSVarint(1, differences(list.map(({ id }) => id)))
  dense.writePackedSVarint(8, differences(list.map(({ at }) => units(at[0]))))
  dense.writePackedSVarint(9, differences(list.map(({ at }) => units(at[1]))))
  if (list.some(({ tags }) => tags)) {
    const values = list.map((node) => valuesOf(node, strings))
    dense.writePackedVarint(
      10,
      list.flatMap((node, i) => [...keysOf(node, strings).flatMap((key, k) => [key, values[i]?.[k] ?? 0]), 0]),
    )
  }
  group.writeBytesField(2, dense.finish())
}

function writeWays(group: PbfWriter, strings: Strings, ways: NonNullable<HandMadeThings['ways']>): void {
  for (const [id, way] of Object.entries(ways)) {
    const one = new PbfWriter()
    one.writeVarintField(1, Number(id))
    one.writePackedVarint(2, keysOf(way, strings))
    one.writePackedVarint(3, valuesOf(way, strings))
    one.writePackedSVarint(8, differences(way.nodes))
    group.writeBytesField(3, one.finish())
  }
}

const memberTypes = ['node', 'way', 'relation']

function writeRelations(group: PbfWriter, strings: Strings, relations: NonNullable<HandMadeThings['relations']>): void {
  for (const [id, relation] of Object.entries(relations)) {
    const one = new PbfWriter()
    one.writeVarintField(1, Number(id))
    one.writePackedVarint(2, keysOf(relation, strings))
    one.writePackedVarint(3, valuesOf(relation, strings))
    one.writePackedVarint(
      8,
      relation.members.map(([, , role]) => strings.place(role)),
    )
    one.writePackedSVarint(9, differences(relation.members.map(([, member]) => member)))
    one.writePackedVarint(
      10,
      relation.members.map(([type]) => memberTypes.indexOf(type)),
    )
    group.writeBytesField(4, one.finish())
  }
}

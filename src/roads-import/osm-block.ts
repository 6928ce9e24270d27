import { PbfReader } from 'pbf'

export type Tags = Readonly<Record<string, string>>
export type OsmWay = { id: number; tags: Tags; nodes: number[] }
export type OsmMember = { type: 'node' | 'way' | 'relation'; id: number; role: string }
export type OsmRelation = { id: number; tags: Tags; members: OsmMember[] }

/** What is told of each thing in a block; what is not asked for is not decoded. Latitude and longitude in 1e-7 degrees. */
export type BlockVisitor = {
  node?: (id: number, lat: number, lon: number, tags: Tags | undefined) => void
  way?: (way: OsmWay) => void
  relation?: (relation: OsmRelation) => void
}

/** What a block holds, so that a second reading may leave it out. */
export type Holds = { nodes: boolean; ways: boolean; relations: boolean }

/** Fields of PrimitiveGroup in osmformat.proto. */
const NODES = 1
const DENSE = 2
const WAYS = 3
const RELATIONS = 4

type Context = { strings: string[]; granularity: number; latOffset: number; lonOffset: number }

/** Reads one PrimitiveBlock. @returns which kinds of thing are in it, asked for or not */
export function readBlockThings(block: Uint8Array, visitor: BlockVisitor): Holds {
  const groups: Array<[from: number, to: number]> = []
  const pbf = new PbfReader(block)
  const context: Context = { strings: [], granularity: 100, latOffset: 0, lonOffset: 0 }
  pbf.readFields((tag) => {
    if (tag === 1) context.strings = readStrings(pbf)
    else if (tag === 2) groups.push(readRange(pbf))
    else if (tag === 17) context.granularity = pbf.readVarint()
    else if (tag === 19) context.latOffset = pbf.readVarint(true)
    else if (tag === 20) context.lonOffset = pbf.readVarint(true)
  }, undefined)
  const holds: Holds = { nodes: false, ways: false, relations: false }
  for (const [from, to] of groups) {
    pbf.pos = from
    pbf.readFields(
      (tag) => {
        if (tag === NODES || tag === DENSE) holds.nodes = true
        else if (tag === WAYS) holds.ways = true
        else if (tag === RELATIONS) holds.relations = true
        if (tag === DENSE && visitor.node) readDense(pbf, context, visitor.node)
        else if (tag === NODES && visitor.node) readNode(pbf, context, visitor.node)
        else if (tag === WAYS && visitor.way) visitor.way(readWay(pbf, context))
        else if (tag === RELATIONS && visitor.relation) visitor.relation(readRelation(pbf, context))
      },
      undefined,
      to,
    )
  }
  return holds
}

/** The bytes of an embedded message, to be read later: its string table may stand behind it. */
function readRange(pbf: PbfReader): [from: number, to: number] {
  const length = pbf.readVarint()
  const from = pbf.pos
  pbf.pos = from + length
  return [from, from + length]
}

function readStrings(pbf: PbfReader): string[] {
  return pbf.readMessage<string[]>((tag, into) => {
    if (tag === 1) into.push(pbf.readString())
  }, [])
}

/** 1e-9 degrees by offset and granularity, to 1e-7 degrees. */
function degrees(context: Context, offset: number, value: number): number {
  return Math.round((offset + context.granularity * value) / 100)
}

function tagsOf({ strings }: Context, keys: readonly number[], values: readonly number[]): Tags {
  const tags: Record<string, string> = {}
  keys.forEach((key, i) => {
    tags[strings[key] ?? ''] = strings[values[i] ?? 0] ?? ''
  })
  return tags
}

/** Turns differences into values, in place. */
function summed(numbers: number[]): number[] {
  let sum = 0
  for (let i = 0; i < numbers.length; i += 1) {
    sum += numbers[i] as number
    numbers[i] = sum
  }
  return numbers
}

function readDense(pbf: PbfReader, context: Context, visit: NonNullable<BlockVisitor['node']>): void {
  const dense = pbf.readMessage(
    (tag, into) => {
      if (tag === 1) pbf.readPackedSVarint(into.ids)
      else if (tag === 8) pbf.readPackedSVarint(into.lats)
      else if (tag === 9) pbf.readPackedSVarint(into.lons)
      else if (tag === 10) pbf.readPackedVarint(into.tags)
    },
    { ids: [] as number[], lats: [] as number[], lons: [] as number[], tags: [] as number[] },
  )
  const [ids, lats, lons] = [summed(dense.ids), summed(dense.lats), summed(dense.lons)]
  let at = 0
  ids.forEach((id, i) => {
    // key, value, key, value ... 0 for each node; nothing at all when no node of the group has tags
    const keys: number[] = []
    const values: number[] = []
    for (; (dense.tags[at] ?? 0) !== 0; at += 2) {
      keys.push(dense.tags[at] as number)
      values.push(dense.tags[at + 1] ?? 0)
    }
    at += 1
    const tags = keys.length > 0 ? tagsOf(context, keys, values) : undefined
    visit(
      id,
      degrees(context, context.latOffset, lats[i] as number),
      degrees(context, context.lonOffset, lons[i] as number),
      tags,
    )
  })
}

function readNode(pbf: PbfReader, context: Context, visit: NonNullable<BlockVisitor['node']>): void {
  const node = pbf.readMessage(
    (tag, into) => {
      if (tag === 1) into.id = pbf.readSVarint()
      else if (tag === 2) pbf.readPackedVarint(into.keys)
      else if (tag === 3) pbf.readPackedVarint(into.values)
      else if (tag === 8) into.lat = pbf.readSVarint()
      else if (tag === 9) into.lon = pbf.readSVarint()
    },
    { id: 0, lat: 0, lon: 0, keys: [] as number[], values: [] as number[] },
  )
  const tags = node.keys.length > 0 ? tagsOf(context, node.keys, node.values) : undefined
  visit(node.id, degrees(context, context.latOffset, node.lat), degrees(context, context.lonOffset, node.lon), tags)
}

function readWay(pbf: PbfReader, context: Context): OsmWay {
  const way = pbf.readMessage(
    (tag, into) => {
      if (tag === 1) into.id = pbf.readVarint(true)
      else if (tag === 2) pbf.readPackedVarint(into.keys)
      else if (tag === 3) pbf.readPackedVarint(into.values)
      else if (tag === 8) pbf.readPackedSVarint(into.refs)
    },
    { id: 0, keys: [] as number[], values: [] as number[], refs: [] as number[] },
  )
  return { id: way.id, tags: tagsOf(context, way.keys, way.values), nodes: summed(way.refs) }
}

const memberTypes = ['node', 'way', 'relation'] as const

function readRelation(pbf: PbfReader, context: Context): OsmRelation {
  const relation = pbf.readMessage(
    (tag, into) => {
      if (tag === 1) into.id = pbf.readVarint(true)
      else if (tag === 2) pbf.readPackedVarint(into.keys)
      else if (tag === 3) pbf.readPackedVarint(into.values)
      else if (tag === 8) pbf.readPackedVarint(into.roles)
      else if (tag === 9) pbf.readPackedSVarint(into.members)
      else if (tag === 10) pbf.readPackedVarint(into.types)
    },
    {
      id: 0,
      keys: [] as number[],
      values: [] as number[],
      roles: [] as number[],
      members: [] as number[],
      types: [] as number[],
    },
  )
  return {
    id: relation.id,
    tags: tagsOf(context, relation.keys, relation.values),
    members: summed(relation.members).map((id, i) => ({
      type: memberTypes[relation.types[i] ?? 0] ?? 'node',
      id,
      role: context.strings[relation.roles[i] ?? 0] ?? '',
    })),
  }
}

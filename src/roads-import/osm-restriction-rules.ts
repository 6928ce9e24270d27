import type { OsmRelation } from './osm-block.ts'

/** A turn that may not be made (`no`), or the only one that may (`only`), in OpenStreetMap's own numbers. */
export type OsmRestriction = { relation: number; from: number[]; viaNode: number; to: number[]; kind: 'no' | 'only' }

/** A road that touches the node of a restriction, with the junction it has there: a barrier gives each its own. */
export type Arm = { edge: number; way: number; junction: number; drivesIn: boolean; drivesOut: boolean }

export type EdgeRestriction = { fromEdge: number; viaNode: number; toEdge: number; kind: 'no' | 'only' }

const kinds: Readonly<Record<string, 'no' | 'only'>> = {
  no_left_turn: 'no',
  no_right_turn: 'no',
  no_straight_on: 'no',
  no_u_turn: 'no',
  no_entry: 'no',
  no_exit: 'no',
  only_left_turn: 'only',
  only_right_turn: 'only',
  only_straight_on: 'only',
  only_u_turn: 'only',
}

/** Vehicles whose restriction a police car shares. */
const ours = ['restriction', 'restriction:motor_vehicle', 'restriction:motorcar', 'restriction:vehicle']

/** @returns the restriction; why it is not handled; or undefined when the relation is none */
export function readRestriction({
  id,
  tags,
  members,
}: OsmRelation): OsmRestriction | { unhandled: string } | undefined {
  if (!tags['type']?.startsWith('restriction')) return undefined
  if ((tags['except'] ?? '').split(';').some((word) => word.trim() === 'emergency'))
    return { unhandled: 'does not hold for emergency vehicles' }
  const named = ours.find((tag) => tags[tag] !== undefined)
  if (named === undefined) {
    const conditional = Object.keys(tags).some((tag) => tag.endsWith(':conditional'))
    return { unhandled: conditional ? 'holds at some hours only' : 'for other vehicles' }
  }
  if (tags['day_on'] !== undefined || tags['hour_on'] !== undefined) return { unhandled: 'holds at some hours only' }
  const kind = kinds[tags[named] as string]
  if (!kind) return { unhandled: `of a kind that is not known: ${tags[named]}` }
  const via = members.filter(({ role }) => role === 'via')
  if (via.some(({ type }) => type === 'way')) return { unhandled: 'over a road between (via way)' }
  const [node] = via
  const ways = (role: string) => members.filter((one) => one.role === role && one.type === 'way').map((one) => one.id)
  const [from, to] = [ways('from'), ways('to')]
  if (via.length !== 1 || node?.type !== 'node' || from.length === 0 || to.length === 0)
    return { unhandled: 'a member is missing' }
  if ((from.length > 1 && tags[named] !== 'no_entry') || (to.length > 1 && tags[named] !== 'no_exit'))
    return { unhandled: 'too many members' }
  return { relation: id, from, viaNode: node.id, to, kind }
}

/** The roads of the network that a restriction is about. @param arms every road at its junction */
export function restrictEdges(
  { from, to, kind }: OsmRestriction,
  arms: readonly Arm[],
): EdgeRestriction[] | { unhandled: string } {
  if (arms.length === 0) return { unhandled: 'its junction is not in the network' }
  const found: EdgeRestriction[] = []
  for (const fromWay of from) {
    for (const toWay of to) {
      const comes = arms.filter(({ way, drivesIn }) => way === fromWay && drivesIn)
      const goes = arms.filter(({ way, drivesOut }) => way === toWay && drivesOut)
      const [fromArm] = comes
      const [toArm] = goes
      if (!fromArm || !toArm) return { unhandled: 'one of its roads is not in the network, or not driven that way' }
      if (comes.length > 1 || goes.length > 1) return { unhandled: 'a road goes through its junction unsplit' }
      if (fromArm.junction !== toArm.junction) return { unhandled: 'a barrier is between its roads' }
      found.push({ fromEdge: fromArm.edge, viaNode: fromArm.junction, toEdge: toArm.edge, kind })
    }
  }
  return found
}

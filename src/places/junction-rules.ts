import { type Point, straightLineMetres } from './place.ts'

/** A stretch of road as the road graph has it: the junctions it runs between, its class, its name and its number. */
export type RoadStretch = { from: string; to: string; class: string; name: string; ref: string }

/** Where named or numbered roads meet: `Botchergate (A6) / London Road (A6)`, the larger road first. */
export type Meeting = Point & { name: string }

/** Nodes of one junction, such as those of a roundabout, are no further apart than this. */
const ONE_JUNCTION_METRES = 400
/** More roads than these are not said in one breath. */
const MOST_ROADS = 4
const ROAD_NUMBER = /^[ABM]\d+(\(M\))?$/
const classes = ['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'minor', 'service']

type Road = { name: string; ref: string; rank: number }

/**
 * The junctions of a road graph where at least two roads that people can name meet. A number without a name is the
 * same road as a name that has the number; two names are two roads even when they have one number.
 */
export function findMeetings(stretches: Iterable<RoadStretch>, nodes: ReadonlyMap<string, Point>): Meeting[] {
  const roadsAt = new Map<string, Map<string, Road>>()
  for (const stretch of stretches) {
    const ref = ROAD_NUMBER.test(stretch.ref) ? stretch.ref : ''
    const name = stretch.name || ref
    if (name === '') continue
    const rank = classes.indexOf(stretch.class)
    for (const node of [stretch.from, stretch.to]) {
      const roads = roadsAt.get(node) ?? new Map<string, Road>()
      roadsAt.set(node, roads)
      const known = roads.get(name)
      if (!known) roads.set(name, { name, ref, rank })
      else {
        known.ref ||= ref
        known.rank = Math.min(known.rank, rank)
      }
    }
  }
  const meetings = new Map<string, Point[]>()
  for (const [node, roads] of roadsAt) {
    const at = nodes.get(node)
    if (!at || roads.size < 2) continue
    const name = nameOfMeeting([...roads.values()])
    if (name === undefined) continue
    const known = meetings.get(name) ?? []
    if (known.some((other) => straightLineMetres(other, at) <= ONE_JUNCTION_METRES)) continue
    meetings.set(name, [...known, at])
  }
  return [...meetings].flatMap(([name, points]) => points.map(({ lat, lon }) => ({ name, lat, lon })))
}

function nameOfMeeting(roads: readonly Road[]): string | undefined {
  const named = roads.filter(({ name, ref }) => name !== ref)
  const numbered = roads.filter(({ name, ref }) => name === ref && !named.some((other) => other.ref === ref))
  const both = [...named, ...numbered]
  if (both.length < 2) return undefined
  both.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1))
  return both
    .slice(0, MOST_ROADS)
    .map(({ name, ref }) => (ref === '' || ref === name ? name : `${name} (${ref})`))
    .join(' / ')
}

/**
 * The names that a junction is searched by: with the names of its roads, and with their numbers in place of names,
 * because callers say either.
 */
export function junctionNames(name: string): string[] {
  const roads = name.split(' / ').map((road) => /^(.*?)(?: \(([^()]*)\))?$/.exec(road) as RegExpExecArray)
  const names = roads.map(([, road]) => road as string).join(' / ')
  const numbers = roads.map(([, road, ref]) => ref ?? (road as string)).join(' / ')
  return roads.length === 1 || names === numbers ? [names] : [names, numbers]
}

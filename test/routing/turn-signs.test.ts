import fc from 'fast-check'
import t from 'tap'
import { buildHierarchy } from '../../src/routing/hierarchy-rules.ts'
import { alongRoad, arrivals, departures } from '../../src/routing/on-road-rules.ts'
import { makeTimes, unpackTimes } from '../../src/routing/packed-times-rules.ts'
import type { RoadGraph } from '../../src/routing/road-graph.ts'
import { layMetric } from '../../src/routing/road-metric-rules.ts'
import { timeRoads } from '../../src/routing/road-speed-rules.ts'
import type { RoadTimes } from '../../src/routing/road-speeds.ts'
import { RoadTable } from '../../src/routing/road-table.ts'
import { indexRoads, type Snapped } from '../../src/routing/snap-rules.ts'
import { findAnswers, makeFinder } from '../../src/routing/travel-time-rules.ts'
import type { TurnRestriction } from '../../src/routing/turn-restriction-rules.ts'
import { handMadeGraph, handMadeSpeeds } from '../support/hand-made-roads.ts'

type Town = {
  nodes: number
  roads: Array<{ a: number; b: number; oneway: boolean; metres: number }>
  signs: Array<{ at: number; to: number; only: boolean; end: boolean }>
}

const towns: fc.Arbitrary<Town> = fc.integer({ min: 2, max: 7 }).chain((nodes) => {
  const node = fc.integer({ min: 0, max: nodes - 1 })
  const road = fc.record({ a: node, b: node, oneway: fc.boolean(), metres: fc.integer({ min: 1, max: 900 }) })
  const number = fc.integer({ min: 0, max: 99 })
  const sign = fc.record({ at: number, to: number, only: fc.boolean(), end: fc.boolean() })
  return fc.record({
    nodes: fc.constant(nodes),
    roads: fc.array(road, { minLength: 2, maxLength: 12 }),
    signs: fc.array(sign, { maxLength: 6 }),
  })
})

/** Signs where roads do meet: which road comes, at which of its ends, and which of the roads there is meant. */
function signsOf({ roads, signs }: Town): TurnRestriction[] {
  return signs.map(({ at, to, only, end }) => {
    const from = at % roads.length
    const via = (end ? roads[from]?.b : roads[from]?.a) as number
    const there = [...roads.keys()].filter((road) => roads[road]?.a === via || roads[road]?.b === via)
    return { from, via, to: there[to % there.length] as number, kind: only ? 'only' : 'no' }
  })
}

/** Dijkstra over turns instead of junctions, reading the signs themselves: it knows nothing of copies. */
function plainly(
  town: Town,
  signs: readonly TurnRestriction[],
  graph: RoadGraph,
  times: RoadTimes,
  from: Snapped,
  to: Snapped,
) {
  const endOf = (turn: number) => (turn & 1 ? town.roads[turn >> 1]?.a : town.roads[turn >> 1]?.b) as number
  const startOf = (turn: number) => endOf(turn ^ 1)
  const isAllowed = (turn: number, next: number) => {
    const here = signs.filter((sign) => sign.from === turn >> 1 && sign.via === endOf(turn))
    const only = here.filter(({ kind }) => kind === 'only')
    return (
      (only.length === 0 || only.some((sign) => sign.to === next >> 1)) &&
      !here.some((sign) => sign.kind === 'no' && sign.to === next >> 1)
    )
  }
  const turns = [...Array(town.roads.length * 2).keys()].filter((turn) => !(turn & 1 && town.roads[turn >> 1]?.oneway))
  /** milliseconds at the end of each turn */
  const best = new Map(departures(graph, times, from).map(({ turn, ms }) => [turn, ms]))
  const onto = arrivals(graph, times, to)
  let least = alongRoad(graph, times, from, to)?.ms ?? Infinity
  for (let again = true; again; ) {
    again = false
    for (const [turn, ms] of best) {
      for (const next of turns) {
        if (startOf(next) !== endOf(turn) || !isAllowed(turn, next)) continue
        const arriving = onto.find((part) => part.turn === next)
        if (arriving) least = Math.min(least, ms + arriving.ms)
        const later = ms + (times.roadMs[next >> 1] as number)
        if (later < (best.get(next) ?? Infinity)) {
          best.set(next, later)
          again = true
        }
      }
    }
  }
  return least
}

t.test('in any town with any signs: labels and search say what a search over turns says', async (t) => {
  const speeds = handMadeSpeeds()
  let compared = 0
  let longer = 0
  fc.assert(
    fc.property(towns, (town) => {
      const junctions = Object.fromEntries(
        Array.from({ length: town.nodes }, (_, i) => [`N${i}`, [(i * 37) % 100, (i * 61) % 100] as [number, number]]),
      )
      const roads = town.roads.map(({ a, b, oneway, metres }) => ({ between: `N${a}-N${b}`, oneway, metres }))
      const signs = signsOf(town)
      const graph = handMadeGraph(junctions, roads, signs)
      const times = timeRoads(graph, speeds, 'normal')
      const index = indexRoads(graph, speeds.offRoad)
      const finder = makeFinder(graph, index, times, speeds)
      const work = layMetric(graph, buildHierarchy(graph), times)
      let step = work.next()
      while (!step.done) step = work.next()
      const table = new RoadTable(graph, speeds, { now: step.value })
      const places = roads.map((_, road): Snapped => {
        return { road, along: 0.25, offRoadMetres: 0, side: 'on', bearing: 0, lat: 54, lon: -3 }
      })
      const slots = [...places.keys()]
      for (const slot of slots) table.move(slot, [places[slot] as Snapped])
      return places.every((place) => {
        const incident = { ...place, along: 0.75 }
        const packed = makeTimes(slots.length, 'router-failed')
        table.times([incident], slots, packed, slots)
        const searched = findAnswers(
          finder,
          [incident],
          places.map((one) => [one]),
        )
        return unpackTimes(packed).every((byLabel, slot) => {
          const wanted = plainly(town, signs, graph, times, places[slot] as Snapped, incident)
          const bySearch = searched[slot]
          compared += 1
          if (signs.length > 0 && wanted < Infinity) {
            if (plainly(town, [], graph, times, places[slot] as Snapped, incident) < wanted) longer += 1
          }
          if (wanted === Infinity) return !byLabel.known && bySearch?.known === false
          const isWanted = (ms: number | undefined) => Math.abs((ms ?? Infinity) - wanted) < 1e-6
          return (
            byLabel.known && bySearch?.known && isWanted(byLabel.seconds * 1000) && isWanted(bySearch.seconds * 1000)
          )
        })
      })
    }),
    { numRuns: 400, seed: 3 },
  )
  t.ok(compared > 10_000, `${compared} compared`)
  t.ok(longer > 300, `${longer} of them longer because of a sign`)
})

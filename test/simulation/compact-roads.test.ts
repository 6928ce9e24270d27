import { join } from 'node:path'
import t from 'tap'
import { isTwoWay, readRoadGraph, roadSpeeds, timeRoads } from '../../src/routing/index.ts'
import { compactRoads } from '../../src/simulation/compact-roads.ts'
import { readForceFile } from '../../src/simulation/month-plan.ts'
import { NO_WAY, RoadMatrix } from '../../src/simulation/road-matrix.ts'
import { atNode, lineMetres, placeOf, placeOfNode, planTrip, spotAt, spotMs } from '../../src/simulation/unit-trip.ts'
import { plainTimes, seededNumbers } from '../support/plain-dijkstra.ts'

const data = join(import.meta.dirname, '..', '..', 'data')
const graph = readRoadGraph(join(data, 'cumbria-road-graph'))
const speeds = roadSpeeds.parse(readForceFile(data, 'road-speeds.json'))
const times = { normal: timeRoads(graph, speeds, 'normal'), 'blue-light': timeRoads(graph, speeds, 'blue-light') }
const random = seededNumbers(11)

/** Ends of two-way roads of the main component, so that a plain search can start and end at the junction itself. */
const wanted = Array.from({ length: 4_000 }, () => Math.floor(random() * graph.roads)).filter(
  (road) =>
    isTwoWay(graph, road) &&
    graph.roadFrom[road] !== graph.roadTo[road] &&
    graph.nodeMain[graph.roadFrom[road] as number] &&
    graph.nodeMain[graph.roadTo[road] as number],
)
const roads = compactRoads(graph, times, new Set(wanted.map((road) => graph.roadFrom[road] as number)))
const matrix = new RoadMatrix(roads)
const nodeOf = (road: number) => roads.nodeOf[graph.roadFrom[road] as number] as number

t.test('the compact network is a third, and has every junction that was asked for', async (t) => {
  t.ok(roads.nodes < graph.nodes / 2, `${roads.nodes} of ${graph.nodes}`)
  t.ok(wanted.every((road) => nodeOf(road) >= 0))
})

t.test('times are those of a plain Dijkstra over the whole network, to the millisecond', async (t) => {
  let compared = 0
  for (const [profile, start] of [
    ['normal', wanted[0]],
    ['blue-light', wanted[1]],
  ] as const) {
    const plain = plainTimes(graph, times[profile], { road: start as number, along: 0, metres: 0 })
    for (const end of wanted.slice(3, 303)) {
      const ms = matrix.to(nodeOf(end), profile)[nodeOf(start as number)] as number
      compared += 1
      if (Math.abs(ms / 1_000 - plain({ road: end, along: 0, metres: 0 })) > 0.0005)
        t.fail('another time', { start, end, ms, plain: plain({ road: end, along: 0, metres: 0 }) })
    }
  }
  t.equal(compared, 600)
})

t.test('a drive takes as long as its time says, and from anywhere on it the rest is what is left', async (t) => {
  let looked = 0
  for (let at = 0; at < 200; at += 2) {
    const [from, to] = [nodeOf(wanted[at] as number), nodeOf(wanted[at + 1] as number)]
    const profile = at % 4 === 0 ? 'normal' : 'blue-light'
    const trip = planTrip(matrix, atNode(from), to, profile, 5_000)
    t.equal(trip.endMs - 5_000, matrix.to(to, profile)[from])
    for (const share of [0.13, 0.5, 0.97]) {
      const now = 5_000 + share * (trip.endMs - 5_000)
      const spot = spotAt(roads, trip, now)
      const rest = spotMs(matrix, spot, to, profile)
      looked += 1
      if (Math.abs(rest - (trip.endMs - now)) > 0.01) t.fail('another rest', { from, to, share, rest })
      const onward = planTrip(matrix, spot, to, profile, now)
      if (Math.abs(onward.endMs - trip.endMs) > 0.01) t.fail('another end', { from, to, share })
    }
  }
  t.equal(looked, 300)
})

t.test('a unit that turns round is back after as long as it drove, and is where it was', async (t) => {
  let turned = 0
  for (let at = 0; at < 300 && turned < 60; at += 2) {
    const [from, to] = [nodeOf(wanted[at] as number), nodeOf(wanted[at + 1] as number)]
    const trip = planTrip(matrix, atNode(from), to, 'blue-light', 0)
    const [firstEnd = 0] = trip.atMs
    const spot = spotAt(roads, trip, firstEnd * 0.4)
    if (spot.arc < 0 || (roads.back[spot.arc] as number) < 0) continue
    turned += 1
    const home = planTrip(matrix, spot, from, 'blue-light', 0)
    t.ok(home.endMs <= firstEnd * 0.4 + 0.01, 'no slower than the way it came')
    const [before, after] = [placeOf(roads, spot), placeOf(roads, spotAt(roads, home, 0))]
    t.ok(lineMetres(before, after) < 0.5, 'on the same spot of the road, seen from the other side')
    t.same(placeOf(roads, atNode(from)), placeOfNode(roads, from))
  }
  t.equal(turned, 60)
})

t.test('a target that no way leads to is said to be so', async (t) => {
  const alone = compactRoads(graph, times, new Set())
  const lonely = new RoadMatrix({ ...alone, intoFirst: new Int32Array(alone.nodes + 1) })
  t.equal(lonely.to(0, 'normal')[1], NO_WAY)
  t.equal(spotMs(lonely, atNode(1), 0, 'normal'), NO_WAY)
  t.throws(() => planTrip(lonely, atNode(1), 0, 'normal', 0), /no way/)
})

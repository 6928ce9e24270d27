import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readRoadGraph } from '../../src/routing/road-graph-reader.ts'
import { timeRoads } from '../../src/routing/road-speed-rules.ts'
import { roadSpeeds } from '../../src/routing/road-speeds.ts'
import { findRoute } from '../../src/routing/route-rules.ts'
import type { Point } from '../../src/routing/routing.ts'
import { indexRoads, snap } from '../../src/routing/snap-rules.ts'
import { findTravelTimes, makeFinder } from '../../src/routing/travel-time-rules.ts'
import { nearestRoadByBruteForce, type OnRoad, plainTimes, seededNumbers } from '../support/plain-dijkstra.ts'

const data = join(import.meta.dirname, '..', '..', 'data')
const graph = readRoadGraph(join(data, 'cumbria-road-graph'))
const speeds = roadSpeeds.parse(JSON.parse(readFileSync(join(data, 'force', 'road-speeds.json'), 'utf8')))
// one carriageway for each place: what is said of two is tested by name below
const index = indexRoads(graph, { ...speeds.offRoad, carriagewayMetres: 0 })
const times = timeRoads(graph, speeds, 'normal')
const finder = makeFinder(graph, index, times, speeds)

/** Points near roads, anywhere in the county. */
function scatter(seed: number, count: number, degrees: number): Point[] {
  const random = seededNumbers(seed)
  return Array.from({ length: count }, () => {
    const at = Math.floor(random() * graph.lineLat.length)
    return {
      lat: (graph.lineLat[at] as number) / 1e5 + (random() - 0.5) * degrees,
      lon: (graph.lineLon[at] as number) / 1e5 + (random() - 0.5) * degrees,
    }
  })
}

t.test('the whole network is read', async (t) => {
  t.equal(graph.nodes, 61_429)
  t.equal(graph.roads, 69_609)
  t.equal(
    graph.nodeMain.reduce((sum, main) => sum + main, 0),
    60_192,
  )
  t.ok(graph.coreNodes > 30_000 && graph.coreNodes < 40_000, `${graph.coreNodes} nodes are in no dead end`)
})

t.test('the nearest road is the nearest of all 69,609', async (t) => {
  for (const point of [...scatter(1, 30, 0.002), ...scatter(2, 10, 0.1)]) {
    const wanted = nearestRoadByBruteForce(graph, point, speeds.offRoad.motorwayExtraMetres)
    const found = snap(index, point, 20_000)
    t.ok(found && Math.abs(found.offRoadMetres - wanted.metres) < 0.01, `${wanted.metres} m`, { point, found, wanted })
  }
})

t.test('times are those of a plain Dijkstra, to the millisecond', async (t) => {
  const places = scatter(3, 60, 0.003)
  const limits = { vehicle: speeds.offRoad.vehicleMaxMetres, incident: speeds.offRoad.incidentMaxMetres }
  const onRoad = (point: Point): OnRoad | undefined => {
    const found = snap(index, point, limits.vehicle)
    return found && { road: found.road, along: found.along, metres: found.offRoadMetres }
  }
  let compared = 0
  for (const unit of scatter(4, 8, 0.003)) {
    const start = onRoad(unit)
    if (!start) continue
    const plain = plainTimes(graph, times, start)
    for (const place of places) {
      const end = onRoad(place)
      const [found] = findTravelTimes(finder, place, [unit])
      if (!end || !found?.known) continue
      const offRoad = (start.metres + end.metres) / (speeds.offRoad.mph * 0.44704)
      const wanted = plain(end) + offRoad
      compared += 1
      if (Math.abs(found.seconds - wanted) > 0.0021) t.fail('another time', { unit, place, found, wanted })
    }
  }
  t.ok(compared > 400, `${compared} compared`)
})

t.test('sixty units at once get what each gets alone, and a route takes as long as its time says', async (t) => {
  const units = scatter(5, 60, 0.003)
  for (const incident of scatter(6, 10, 0.003)) {
    const together = findTravelTimes(finder, incident, units)
    for (const [i, unit] of units.entries()) t.same(findTravelTimes(finder, incident, [unit]), [together[i]])
    const [first] = together
    const route = findRoute(finder, units[0] as Point, incident)
    t.ok(first?.known && route && Math.abs(route.seconds - first.seconds) < 0.01)
    t.ok(first?.known && route && Math.abs(route.metres - first.metres) < 0.01)
    t.ok(
      route?.line.every((point, i) => i === 0 || point[2] >= (route.line[i - 1]?.[2] ?? 0)),
      'time goes on',
    )
  }
})

const towns = {
  carlisle: { lat: 54.895, lon: -2.938 },
  penrith: { lat: 54.664, lon: -2.753 },
  keswick: { lat: 54.601, lon: -3.135 },
  kendal: { lat: 54.328, lon: -2.746 },
  barrow: { lat: 54.112, lon: -3.226 },
  walney: { lat: 54.105, lon: -3.258 },
  millom: { lat: 54.211, lon: -3.271 },
  grange: { lat: 54.193, lon: -2.91 },
  ulverston: { lat: 54.195, lon: -3.095 },
  ambleside: { lat: 54.432, lon: -2.963 },
  eskdale: { lat: 54.397, lon: -3.275 },
  alston: { lat: 54.812, lon: -2.439 },
  bowness: { lat: 54.362, lon: -2.92 },
  hawkshead: { lat: 54.374, lon: -2.998 },
}

t.test('the hard places, by name', async (t) => {
  const way = (from: Point, to: Point) => {
    const [time] = findTravelTimes(finder, to, [from])
    return time?.known ? { km: time.metres / 1000, minutes: time.seconds / 60 } : { km: NaN, minutes: NaN }
  }
  const between = (what: string, got: number, low: number, high: number) =>
    t.ok(got >= low && got <= high, `${what}: ${got.toFixed(1)} in ${low} to ${high}`)
  const { carlisle, penrith, keswick, kendal, barrow, walney, millom, grange, ulverston } = towns
  const { ambleside, eskdale, alston, bowness, hawkshead } = towns

  between('Barrow to Millom, km round the Duddon (11 by line)', way(barrow, millom).km, 35, 41)
  between('Barrow to Millom, minutes', way(barrow, millom).minutes, 35, 55)
  between('Grange to Ulverston, km round the Leven (12 by line)', way(grange, ulverston).km, 21, 27)
  between('Ambleside to Eskdale, km over Wrynose and Hardknott', way(ambleside, eskdale).km, 22, 30)
  between('Ambleside to Eskdale, minutes: no faster than the passes allow', way(ambleside, eskdale).minutes, 38, 65)
  between('Carlisle to Penrith, minutes', way(carlisle, penrith).minutes, 20, 27)
  between('Carlisle to Penrith, km', way(carlisle, penrith).km, 32, 38)
  between('Penrith to Keswick, minutes', way(penrith, keswick).minutes, 21, 30)
  between('Kendal to Penrith, minutes', way(kendal, penrith).minutes, 30, 42)
  between('Alston to Penrith over Hartside, minutes', way(alston, penrith).minutes, 30, 45)
  between('Barrow to Walney over its one bridge, km', way(barrow, walney).km, 2, 5)
  between('Bowness to Hawkshead round Windermere, km (5 by line, no ferry)', way(bowness, hawkshead).km, 14, 22)
})

t.test('with Hardknott and Wrynose shut, Eskdale is a long way from Ambleside', async (t) => {
  const passes = speeds.passes.map((pass) => (pass.name.startsWith('Hardknott') ? { ...pass, shut: true } : pass))
  const winter = { ...speeds, passes }
  const winterFinder = makeFinder(graph, index, timeRoads(graph, winter, 'normal'), winter)
  const [open] = findTravelTimes(finder, towns.eskdale, [towns.ambleside])
  const [shut] = findTravelTimes(winterFinder, towns.eskdale, [towns.ambleside])
  t.ok(open?.known && shut?.known && shut.metres > open.metres * 1.5, 'round by Broughton', { open, shut })
})

t.test('a straight line picks the wrong unit at the Duddon', async (t) => {
  const [barrow, bootle] = findTravelTimes(finder, towns.millom, [towns.barrow, { lat: 54.283, lon: -3.371 }])
  t.ok(barrow?.known && bootle?.known && bootle.seconds < barrow.seconds / 2)
})

import t from 'tap'
import { handMadeGraph, handMadeSpeeds } from '../../test/support/hand-made-roads.ts'
import { alongRoad, arrivals, departures } from './on-road-rules.ts'
import { timeRoads } from './road-speed-rules.ts'
import type { Snapped } from './snap-rules.ts'

// two roads of 1 km, 100 s each: 0 is driven both ways, 1 from B to C only
const graph = handMadeGraph({ A: [0, 0], B: [1000, 0], C: [2000, 0] }, [
  { between: 'A-B' },
  { between: 'B-C', oneway: true },
])
const times = timeRoads(graph, handMadeSpeeds({ turnRoundSeconds: { normal: 30, 'blue-light': 20 } }), 'normal')

function place(road: number, along: number, driving?: 'forward' | 'backward'): Snapped {
  return { road, along, offRoadMetres: 0, side: 'on', bearing: 90, lat: 54, lon: -3, ...(driving ? { driving } : {}) }
}

const seconds = (parts: ReturnType<typeof departures>) => parts.map(({ turn, ms, share }) => [turn, ms / 1000, share])

t.test('off along the road, both ways or the one it is driven', async (t) => {
  t.same(seconds(departures(graph, times, place(0, 0.25))), [
    [0, 75, 0.75],
    [1, 25, 0.25],
  ])
  t.same(seconds(departures(graph, times, place(1, 0.25))), [[2, 75, 0.75]])
})

t.test('in motion on a two-way road: on as it goes, or round first', async (t) => {
  t.same(seconds(departures(graph, times, place(0, 0.25, 'forward'))), [
    [0, 75, 0.75],
    [1, 55, 0.25],
  ])
  t.same(seconds(departures(graph, times, place(0, 0.25, 'backward'))), [
    [0, 105, 0.75],
    [1, 25, 0.25],
  ])
})

t.test('up to an incident, from both ends or from the one', async (t) => {
  t.same(seconds(arrivals(graph, times, place(0, 0.25))), [
    [0, 25, 0.25],
    [1, 75, 0.75],
  ])
  t.same(seconds(arrivals(graph, times, place(1, 0.25))), [[2, 25, 0.25]])
})

t.test('unit and incident on one road', async (t) => {
  const along = (unit: Snapped, incident: Snapped) => {
    const part = alongRoad(graph, times, unit, incident)
    return part && [part.turn, part.ms / 1000, part.share]
  }
  t.same(along(place(0, 0.25), place(0, 0.75)), [0, 50, 0.5])
  t.same(along(place(0, 0.75), place(0, 0.25)), [1, 50, 0.5])
  t.same(along(place(1, 0.25), place(1, 0.75)), [2, 50, 0.5])
  t.equal(along(place(1, 0.75), place(1, 0.25)), undefined, 'not against the one way')
  t.equal(along(place(0, 0.5), place(1, 0.5)), undefined, 'not on one road')
  t.same(along(place(0, 0.5, 'forward'), place(0, 0.5)), [0, 0, 0], 'there already')
  t.same(along(place(0, 0.25, 'forward'), place(0, 0.75)), [0, 50, 0.5])
  t.same(along(place(0, 0.75, 'forward'), place(0, 0.25)), [1, 80, 0.5])
  t.same(along(place(0, 0.25, 'backward'), place(0, 0.75)), [0, 80, 0.5])
  t.same(along(place(0, 0.75, 'backward'), place(0, 0.25)), [1, 50, 0.5])
})

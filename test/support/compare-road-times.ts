/**
 * Holds the router's times against a textbook Dijkstra, on the real roads: after random moves of the units, by either
 * profile, with and without closures. `node test/support/compare-road-times.ts` runs the whole comparison, 10,000
 * incidents and 300 units; a test runs a share of it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildHierarchy } from '../../src/routing/hierarchy-rules.ts'
import { ChangeSets } from '../../src/routing/met-changes-rules.ts'
import { unpackTimes } from '../../src/routing/packed-times-rules.ts'
import { changeTimes, matchChange } from '../../src/routing/road-change-rules.ts'
import { RoadDesk } from '../../src/routing/road-desk.ts'
import { readRoadGraph } from '../../src/routing/road-graph-reader.ts'
import { metresPerSecond, timeRoads } from '../../src/routing/road-speed-rules.ts'
import { roadSpeeds } from '../../src/routing/road-speeds.ts'
import { type Place, profiles, type RoadChange } from '../../src/routing/routing.ts'
import { indexRoads, type Snapped, snap } from '../../src/routing/snap-rules.ts'
import { plainTimesTo, seededNumbers } from './plain-dijkstra.ts'

export type Comparison = { incidents: number; compared: number; unknown: number; moves: number; mismatches: string[] }

/** Snow on three passes, a crash on the M6 and a slow A66, a flood at Cockermouth. */
export const badDay: readonly RoadChange[] = [
  { id: 'hardknott', name: 'Snow', kind: 'closed', factor: 0, where: { pass: 'Hardknott and Wrynose' } },
  { id: 'hartside', name: 'Snow', kind: 'closed', factor: 0, where: { pass: 'Hartside' } },
  { id: 'kirkstone', name: 'Ice', kind: 'slowed', factor: 0.4, where: { pass: 'Kirkstone Pass' } },
  {
    id: 'm6',
    name: 'Crash',
    kind: 'closed',
    factor: 0,
    where: { road: 'M6', near: { lat: 54.62, lon: -2.73 }, withinMetres: 1_500 },
  },
  { id: 'a66', name: 'Event', kind: 'slowed', factor: 0.5, where: { road: 'A66' } },
  {
    id: 'cockermouth',
    name: 'Flood',
    kind: 'closed',
    factor: 0,
    where: {
      area: [
        [-3.372, 54.6615],
        [-3.356, 54.6615],
        [-3.356, 54.666],
        [-3.372, 54.666],
      ],
    },
  },
]

const UNITS = 300
const DATA = join(import.meta.dirname, '..', '..', 'data')

/** Compares so many incidents by 300 units; moves and closures come in between, a quarter of the incidents after each. */
export async function compareRoadTimes(incidents: number, moves: number, seed: number): Promise<Comparison> {
  const graph = readRoadGraph(join(DATA, 'cumbria-road-graph'))
  const speeds = roadSpeeds.parse(JSON.parse(readFileSync(join(DATA, 'force', 'road-speeds.json'), 'utf8')))
  // a place that may be on either carriageway has two times; which is meant is no question of exactness
  speeds.offRoad.carriagewayMetres = 0
  const random = seededNumbers(seed)
  const index = indexRoads(graph, speeds.offRoad)
  const desk = new RoadDesk(graph, speeds)
  const found: Comparison = { incidents: 0, compared: 0, unknown: 0, moves: 0, mismatches: [] }
  const places: Array<Snapped | undefined> = []
  let oracles = oraclesFor([])

  function oraclesFor(changes: readonly RoadChange[]) {
    const matched = changes.map((change) => matchChange(index, speeds, change))
    return profiles.map((profile) => {
      const times = timeRoads(graph, speeds, profile)
      return plainTimesTo(graph, changeTimes(times, matched, new ChangeSets()).now)
    })
  }

  function somewhere(): Place {
    const at = Math.floor(random() * graph.lineLat.length)
    return {
      lat: (graph.lineLat[at] as number) / 1e5 + (random() - 0.5) * 0.004,
      lon: (graph.lineLon[at] as number) / 1e5 + (random() - 0.5) * 0.004,
    }
  }

  function moveUnits(count: number): void {
    for (let i = 0; i < count; i += 1) {
      const slot = found.moves < UNITS ? found.moves : Math.floor(random() * UNITS)
      // one of a hundred is forgotten until it moves again, and one is out at sea
      const chance = random()
      const place = chance < 0.01 ? undefined : chance < 0.02 ? { lat: 54.2, lon: -4.5 } : somewhere()
      desk.move(slot, place)
      places[slot] = place && snap(index, place, speeds.offRoad.vehicleMaxMetres)
      found.moves += 1
    }
  }

  function compare(count: number, what: string): void {
    const slots = Int32Array.from({ length: UNITS }, (_, slot) => slot)
    for (let i = 0; i < count; i += 1) {
      const to = somewhere()
      const end = snap(index, to, speeds.offRoad.incidentMaxMetres)
      if (!end) throw new Error('an incident beside a road is on none')
      const profile = found.incidents % profiles.length
      const answers = unpackTimes(desk.timesOfUnits(to, slots, new Uint8Array(UNITS).fill(profile)))
      const from = oracles[profile]?.({ ...end, metres: end.offRoadMetres })
      found.incidents += 1
      answers.forEach((answer, slot) => {
        const start = places[slot]
        const ms = start && from ? from({ ...start, metres: start.offRoadMetres }) : Infinity
        const isKnown = ms <= speeds.limitSeconds * 1000
        const offRoad = ((start?.offRoadMetres ?? 0) + end.offRoadMetres) / metresPerSecond(speeds.offRoad.mph)
        found.compared += 1
        if (!isKnown) found.unknown += 1
        // a tenth of a millisecond: that much is lost in adding the seconds off the road
        if (answer.known ? isKnown && Math.abs(answer.seconds - ms / 1000 - offRoad) < 1e-4 : !isKnown) return
        found.mismatches.push(
          `${what}: incident ${found.incidents}, unit ${slot}: ${JSON.stringify(answer)}, not ${ms} ms`,
        )
      })
    }
  }

  moveUnits(UNITS)
  await desk.adopt(buildHierarchy(graph))
  const share = Math.ceil(incidents / 4)
  compare(share, 'at first')
  moveUnits(moves)
  compare(share, 'after the moves')
  await desk.setChanges(badDay)
  oracles = oraclesFor(badDay)
  moveUnits(UNITS)
  compare(share, 'on a bad day')
  await desk.setChanges([])
  oracles = oraclesFor([])
  compare(incidents - 3 * share, 'when it is over')
  return found
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { incidents: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
  })
  const began = performance.now()
  const { mismatches, ...counts } = await compareRoadTimes(Number(values.incidents), 10_000, Number(values.seed))
  const seconds = Math.round((performance.now() - began) / 1000)
  process.stdout.write(`${JSON.stringify({ ...counts, mismatches: mismatches.length, seconds })}\n`)
  for (const mismatch of mismatches.slice(0, 20)) process.stderr.write(`${mismatch}\n`)
  process.exitCode = mismatches.length > 0 ? 1 : 0
}

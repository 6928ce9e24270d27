/**
 * The thread that searches the roads, so that the service's event loop never waits for a search. It answers one
 * question after another, in the order they came, and holds nothing but the network.
 */
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { readRoadGraph } from './road-graph-reader.ts'
import { timeRoads } from './road-speed-rules.ts'
import { roadSpeeds } from './road-speeds.ts'
import { findRoute } from './route-rules.ts'
import { type Point, type Profile, profiles } from './routing.ts'
import type { Answer, Question, WorkerSources } from './routing-protocol.ts'
import { indexRoads } from './snap-rules.ts'
import { type Finder, findTravelTimes, makeFinder } from './travel-time-rules.ts'

const { graphFolder, speedsFile } = workerData as WorkerSources
const speeds = roadSpeeds.parse(JSON.parse(readFileSync(speedsFile, 'utf8')))
const graph = readRoadGraph(graphFolder)
const index = indexRoads(graph, speeds.offRoad.motorwayExtraMetres)
const finders = Object.fromEntries(
  profiles.map((profile) => [profile, makeFinder(graph, index, timeRoads(graph, speeds, profile), speeds)]),
) as Record<Profile, Finder>

function pointsOf(numbers: Float64Array): Point[] {
  return Array.from({ length: numbers.length / 2 }, (_, i) => ({
    lat: numbers[2 * i] as number,
    lon: numbers[2 * i + 1] as number,
  }))
}

function answer(question: Question): Answer {
  const finder = finders[question.profile]
  const [to] = pointsOf(question.to) as [Point]
  const from = pointsOf(question.from)
  if (question.ask === 'travel-times') {
    return { say: 'travel-times', id: question.id, times: findTravelTimes(finder, to, from) }
  }
  return { say: 'route', id: question.id, route: findRoute(finder, from[0] as Point, to) }
}

function say(what: Answer): void {
  parentPort?.postMessage(what)
}

parentPort?.on('message', (question: Question) => {
  try {
    say(answer(question))
  } catch (error) {
    say({ say: 'failed', id: question.id, because: error instanceof Error ? error.message : 'unknown' })
  }
})
say({ say: 'ready', speedsVersion: speeds.version, roads: graph.roads })

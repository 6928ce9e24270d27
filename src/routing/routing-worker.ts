/**
 * The thread that knows the roads, so that the service's event loop never waits for a search. It answers questions in
 * the order they came; only what is laid out anew is done between them, in slices. What takes longer, taking the
 * network apart, is done by a thread of its own.
 */
import { readFileSync } from 'node:fs'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import type { Hierarchy } from './hierarchy-rules.ts'
import { findPrepared } from './road-cache.ts'
import { RoadDesk } from './road-desk.ts'
import { readRoadGraph } from './road-graph-reader.ts'
import { roadSpeeds } from './road-speeds.ts'
import type { Place } from './routing.ts'
import { type Answer, type Moves, type Question, unpackPlaces, type WorkerSources } from './routing-protocol.ts'

const began = performance.now()
const { graphFolder, speedsFile, cacheFolder } = workerData as WorkerSources
const speeds = roadSpeeds.parse(JSON.parse(readFileSync(speedsFile, 'utf8')))
const kept = cacheFolder === undefined ? undefined : findPrepared(graphFolder, cacheFolder)
const graph = kept?.prepared?.graph ?? readRoadGraph(graphFolder)
const desk = new RoadDesk(graph, speeds)

function say(what: Answer): void {
  parentPort?.postMessage(what)
}

/** A place that cannot be unpacked is nowhere. */
const nowhere: Place = { lat: Number.NaN, lon: Number.NaN }

async function answer(question: Question): Promise<Answer> {
  const { id } = question
  if (question.ask === 'road-changes') return { say: 'changed', id, matched: await desk.setChanges(question.changes) }
  if (question.ask === 'try-road-change') return { say: 'caught', id, caught: await desk.tryChange(question.where) }
  if (question.ask === 'roads-near') return { say: 'roads-near', id, near: desk.roadsNear(question.middle, question) }
  const [to = nowhere] = unpackPlaces(question.to)
  if (question.ask === 'times-of-units')
    return { say: 'times', id, times: desk.timesLetThrough(to, question.slots, question.profiles) }
  const from = unpackPlaces(question.from)
  if (question.ask === 'travel-times') return { say: 'times', id, times: desk.travelTimes(to, from, question.profile) }
  return { say: 'route', id, route: desk.route(from[0] ?? nowhere, to, question.profile) }
}

parentPort?.on('message', (message: Question | Moves) => {
  if ('tell' in message) {
    unpackPlaces(message.places).forEach((place, i) => {
      desk.move(message.slots[i] as number, place)
    })
    return
  }
  answer(message).then(say, (error: unknown) =>
    say({ say: 'failed', id: message.id, because: error instanceof Error ? error.message : 'unknown' }),
  )
})
say({ say: 'ready', speedsVersion: speeds.version, roads: graph.roads })

async function adopt(hierarchy: Hierarchy, from: 'cache' | 'roads'): Promise<void> {
  await desk.adopt(hierarchy)
  say({ say: 'prepared', from, ms: performance.now() - began })
}

if (kept?.prepared) void adopt(kept.prepared.hierarchy, 'cache')
else {
  const preparing = new Worker(new URL('./hierarchy-worker.ts', import.meta.url), {
    workerData: { graph, cacheFile: kept?.file },
  })
  preparing.once('message', (hierarchy: Hierarchy) => void adopt(hierarchy, 'roads'))
  preparing.once('error', (error: Error) => say({ say: 'not-prepared', because: error.message }))
}

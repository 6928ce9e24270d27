/** The thread that takes a network apart, once, while another goes on answering; it ends when it has handed it over. */
import { parentPort, workerData } from 'node:worker_threads'
import { buildHierarchy } from './hierarchy-rules.ts'
import { keepPrepared } from './road-cache.ts'
import type { RoadGraph } from './road-graph.ts'

const { graph, cacheFile } = workerData as { graph: RoadGraph; cacheFile: string | undefined }
const hierarchy = buildHierarchy(graph)
parentPort?.postMessage(hierarchy)
if (cacheFile !== undefined) keepPrepared(cacheFile, { graph, hierarchy })

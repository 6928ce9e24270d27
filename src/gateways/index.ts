export { openRoadEngine } from './outside-engine.ts'
export { openRedisHints } from './redis-hints.ts'
export { openHttpSource } from './source-http.ts'
export { openSimulatedSource } from './source-simulator.ts'

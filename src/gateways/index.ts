export { openRoadEngine } from './outside-engine.ts'
export { openRedisHints } from './redis-hints.ts'

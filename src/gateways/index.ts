export { openRedisHints } from './redis-hints.ts'

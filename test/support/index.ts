export type { DatabaseUrls, Template, TestDatabase } from './keeper-protocol.ts'
export { type OwnPostgres, type Teardown, testDatabase, testPostgres } from './test-database.ts'
export { type TestRedis, testRedis } from './test-redis.ts'

export {
  asRefusal,
  type Database,
  describeFault,
  isBreachOf,
  isDeadlock,
  isNotRecorded,
  openDatabase,
  poolOptions,
  type Reader,
  type Trx,
} from './database.ts'
export { type EmbeddedServer, prepareDatabase, SetUpError, startEmbeddedPostgres } from './embedded-postgres.ts'
export { mustBeMigrated, ping, removeWhatIsDone } from './housekeeping.ts'
export { migrate } from './migrate.ts'
export { LAST_STATEMENT, UNHEARD_STATEMENT } from './prepared-pool.ts'

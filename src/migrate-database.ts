import { readConfig } from './config.ts'
import { migrate } from './db/index.ts'

// `npm run migrate`: brings an outside database to the newest schema, before the nodes of a new version start.
// The embedded database needs no such thing: it is migrated when it is started.

try {
  const { databaseOwnerUrl } = readConfig()
  if (databaseOwnerUrl === undefined) {
    throw new Error('DATABASE_OWNER_URL is not set: it names the login that owns the schema.')
  }
  const done = await migrate(databaseOwnerUrl)
  for (const name of done) console.log(`migrated ${name}`)
  console.log(done.length === 0 ? 'The database is at the newest schema.' : `${done.length} migrations run.`)
} catch (error) {
  console.error(sentenceOf(error))
  process.exitCode = 1
}

/** A refused connection comes as an AggregateError, one for each address, with an empty message of its own. */
function sentenceOf(error: unknown): string {
  const cause: unknown = error instanceof AggregateError ? error.errors[0] : error
  const text = cause instanceof Error ? cause.message : String(cause)
  return `The database was not migrated: ${text}`
}

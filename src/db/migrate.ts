import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, type Migration, Migrator, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { migrations, migrationsFolder } from '../../migrations/index.ts'

/**
 * Brings the database of `ownerUrl` to the newest schema. Each migration is SQL text, in its own
 * transaction with its record; two nodes that start together wait for each other (Kysely's lock).
 * @returns the names of the migrations that were run now
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const { error, results } = await new Migrator({ db, provider: { getMigrations } }).migrateToLatest()
    if (error) throw error as Error
    return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName)
  } finally {
    await db.destroy()
  }
}

async function getMigrations(): Promise<Record<string, Migration>> {
  return Object.fromEntries(
    migrations.map((name) => {
      const text = readFileSync(join(migrationsFolder, `${name}.sql`), 'utf8')
      return [name, { up: async (db: Kysely<unknown>) => void (await sql.raw(text).execute(db)) }]
    }),
  )
}

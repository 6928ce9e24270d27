import { sql } from 'kysely'
import type { Reader } from './database.ts'
import { SetUpError } from './embedded-postgres.ts'

/** Asks the store anything. @throws when it does not answer */
export async function ping(db: Reader): Promise<void> {
  await sql`select 1`.execute(db)
}

/** What goes by itself: answers kept for seven days (CRD/1), and jobs that were done a day ago. */
export async function removeWhatIsDone(db: Reader): Promise<void> {
  await sql`delete from idempotency_key where created_at < now() - interval '7 days'`.execute(db)
  await sql`delete from job where done_at < now() - interval '1 day'`.execute(db)
}

/** @throws SetUpError with one sentence when the store cannot be worked with as it is */
export async function mustBeMigrated(db: Reader): Promise<void> {
  await sql`select seq from journal limit 1`.execute(db).catch((error: Error & { code?: string }) => {
    throw new SetUpError(
      sentences[error.code ?? ''] ?? `The database of DATABASE_URL does not answer: ${error.code ?? error.message}.`,
    )
  })
}

const login = 'The database refused the login of DATABASE_URL: check its name and password.'
const member = 'The login of DATABASE_URL is not a member of golden_hour_app: grant it.'
const sentences: Record<string, string> = {
  '42P01': 'The database has no schema yet: run `npm run migrate` with DATABASE_OWNER_URL first.',
  '28P01': login,
  '28000': login,
  '42501': member,
  '22023': member,
}

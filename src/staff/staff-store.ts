import { sql } from 'kysely'
import type { Reader, Trx } from '../db/index.ts'

/** What sign-in needs of a user name, through the one function that may read it. */
export async function getSignInRecord(
  db: Reader,
  username: string,
): Promise<{ staff_id: string; password_hash: string } | undefined> {
  const { rows } = await sql<{ staff_id: string; password_hash: string }>`
    select staff_id, password_hash from sign_in_record(${username})`.execute(db)
  return rows[0]
}

/** Begins a session; @returns when it ends by itself. */
export async function saveSession(
  trx: Trx,
  session: { id: string; staffId: string; tokenHash: Buffer; areas: string[]; hours: number },
): Promise<Date> {
  const { rows } = await sql<{ expires_at: Date }>`
    select start_session(${session.id}, ${session.staffId}, ${session.tokenHash}, ${session.areas}::text[], ${session.hours}) as expires_at`.execute(
    trx,
  )
  if (!rows[0]) throw new Error('start_session gave no row')
  return rows[0].expires_at
}

/** Ends the session of this token, if it has one. */
export async function endSession(db: Reader, tokenHash: Buffer): Promise<void> {
  await sql`select end_session(${tokenHash})`.execute(db)
}

/** Writes a member of staff; the database asks whether the token's holder is an administrator. */
export async function saveStaff(
  trx: Trx,
  tokenHash: Buffer,
  staff: {
    id: string
    username: string
    displayName: string
    role: string
    centreId: string | null
    areas: string[]
    unitId: string | null
    passwordHash: string
    active: boolean
  },
): Promise<void> {
  await sql`select save_staff(${tokenHash}, ${staff.id}, ${staff.username}, ${staff.displayName}, ${staff.role},
    ${staff.centreId}, ${staff.areas}::text[], ${staff.unitId}, ${staff.passwordHash}, ${staff.active})`.execute(trx)
}

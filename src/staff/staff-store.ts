import { sql } from 'kysely'
import type { FieldProblem } from '../core/index.ts'
import type { Reader, Trx } from '../db/index.ts'

/** Of a user name: who that is, and how the proof of the password is made; nothing that opens anything. */
export async function getSignInRecord(
  db: Reader,
  username: string,
): Promise<{ staff_id: string; made_with: string } | undefined> {
  const { rows } = await sql<{ staff_id: string; made_with: string }>`
    select staff_id, made_with from sign_in_record(${username})`.execute(db)
  return rows[0]
}

/** Begins a session for whoever shows the proof of the password; @returns when it ends by itself, undefined: it is not the proof. */
export async function saveSession(
  trx: Trx,
  session: { id: string; staffId: string; tokenHash: Buffer; areas: string[]; hours: number; proof: string },
): Promise<Date | undefined> {
  const { rows } = await sql<{ expires_at: Date | null }>`
    select start_session(${session.id}, ${session.staffId}, ${session.tokenHash}, ${session.areas}::text[], ${session.hours},
      ${session.proof}) as expires_at`.execute(trx)
  return rows[0]?.expires_at ?? undefined
}

/** Ends the session of this token, if it has one. */
export async function endSession(db: Reader, tokenHash: Buffer): Promise<void> {
  await sql`select end_session(${tokenHash})`.execute(db)
}

/** Which of the places of duty named there are not: a person is never booked on a unit that nobody has. */
export async function listUnknownDuty(
  db: Reader,
  { centreId, areas, unitId }: { centreId: string | null; areas: string[]; unitId: string | null },
): Promise<FieldProblem[]> {
  const { rows } = await sql<FieldProblem>`
    select '/centreId' as pointer, 'there is no such centre' as detail
    where ${centreId}::text is not null and not exists (select from centre where id = ${centreId})
    union all
    select '/areas', 'there is no area ' || string_agg(wish, ', ') from unnest(${areas}::text[]) as wish
    where not exists (select from area where id = wish) having count(*) > 0
    union all
    select '/unitId', 'there is no such unit'
    where ${unitId}::uuid is not null and not exists (select from unit where id = ${unitId})`.execute(db)
  return rows
}

/** Whether there is such a person, on duty or not: a change of nobody would make somebody without a password. */
export async function isStaff(trx: Trx, staffId: string): Promise<boolean> {
  return (await trx.selectFrom('staff').select('id').where('id', '=', staffId).executeTakeFirst()) !== undefined
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

import { type Selectable, sql } from 'kysely'
import { type Actor, newId, theService } from '../core/index.ts'
import type { Database, Trx } from '../db/index.ts'
import type { Work } from '../journal/index.ts'
import type { IncidentView } from './incident.ts'
import { viewOf } from './incident-board.ts'
import type { LowerGradeView } from './incident-contract.ts'

/**
 * The guard functions of `migrations/0003-guards.sql`, one for each thing that only a person with the right may
 * do to an incident. Each asks the database who holds the session's token; a refusal leaves as SQLSTATE GHnnn
 * and becomes a `Refusal` in `command()`. There is no other way to the columns they write (I2, I3).
 */
type Holder = Pick<Work, 'trx' | 'tokenHash'>

/** What grading decided. `same`: nothing changed. */
export type Graded = { direction: 'first' | 'raised' | 'same'; grade: string; from: string | null; deploys: boolean }

/** The first grade, or a more urgent one; with the incident as it is then, in one answer: a dispatcher is waiting. */
export async function saveGrade(
  { trx, tokenHash }: Holder,
  incidentId: string,
  grade: string,
  reason: string,
): Promise<Graded & { incident: IncidentView }> {
  const { rows } = await sql<Selectable<Database['incident']> & { graded_as: Graded }>`
    with graded as materialized (
      select grade_incident(${tokenHash}, ${newId()}, ${incidentId}, ${grade}, ${reason}) as answer
    )
    select answer - 'incident' as graded_as, i.*
    from graded cross join lateral jsonb_populate_record(null::incident, answer -> 'incident') i`.execute(trx)
  if (!rows[0]) throw new Error('grade_incident gave no row')
  return { ...rows[0].graded_as, incident: viewOf(rows[0]) }
}

/** Asks for a lower grade, with the whole assessment; @throws Refusal grade/assessment-incomplete, grade/remote-conditions */
export async function saveLowerGradeRequest(
  { trx, tokenHash }: Holder,
  incidentId: string,
  { grade, reason, thrive, remote }: { grade: string; reason: string; thrive: object; remote: object | null },
): Promise<void> {
  await call(
    trx,
    sql`select request_lower_grade(${tokenHash}, ${newId()}, ${incidentId}, ${grade}, ${reason}, ${JSON.stringify(thrive)}::jsonb,
      ${remote === null ? null : JSON.stringify(remote)}::jsonb) as answer`,
  )
}

/** The lower grade that waits to be decided, with its assessment; null: none. Its audit row is written first (I8). */
export async function readLowerGrade(trx: Trx, actor: Actor, incidentId: string): Promise<LowerGradeView | null> {
  return call(
    trx,
    sql`select read_lower_grade(${JSON.stringify(actor)}::jsonb, 'to decide on a lower grade', ${incidentId}) as answer`,
  )
}

/** Decides the waiting request for a lower grade. */
export async function saveLowerGradeDecision(
  { trx, tokenHash }: Holder,
  incidentId: string,
  approve: boolean,
  reason: string,
): Promise<{ approved: boolean; grade: string; from?: string | null; deploys?: boolean }> {
  return call(
    trx,
    sql`select decide_lower_grade(${tokenHash}, ${newId()}, ${incidentId}, ${approve}, ${reason}) as answer`,
  )
}

/** Closes; @throws Refusal incident/incomplete with what is missing */
export async function saveClosure(
  { trx, tokenHash }: Holder,
  incidentId: string,
  category: string,
  result: object,
): Promise<void> {
  await call(
    trx,
    sql`select close_incident(${tokenHash}, ${newId()}, ${incidentId}, ${category}, ${JSON.stringify(result)}::jsonb) as answer`,
  )
}

/** Opens a closed incident again. */
export async function saveReopening({ trx, tokenHash }: Holder, incidentId: string, reason: string): Promise<void> {
  await call(trx, sql`select reopen_incident(${tokenHash}, ${incidentId}, ${reason}) as answer`)
}

/** Corrects the type; @returns the one before */
export async function saveType(
  { trx, tokenHash }: Holder,
  incidentId: string,
  type: string,
  reason: string,
): Promise<string> {
  return call(trx, sql`select retype_incident(${tokenHash}, ${incidentId}, ${type}, ${reason}) as answer`)
}

/** Clears a flag. */
export async function saveFlagCleared(
  { trx, tokenHash }: Holder,
  incidentId: string,
  flag: string,
  reason: string,
): Promise<void> {
  await call(trx, sql`select clear_flag(${tokenHash}, ${incidentId}, ${flag}, ${reason}) as answer`)
}

/** Raises flags, never clears one; @returns whether any was new */
export async function saveFlagsRaised(
  trx: Trx,
  incidentId: string,
  flags: { domesticAbuse: boolean; repeatVictim: boolean; vulnerable: boolean; treatAsUrgent: boolean },
  because: ReadonlyArray<{ flag: string; because: string }>,
): Promise<boolean> {
  const { changed } = await call<{ changed: boolean }>(
    trx,
    sql`select raise_flags(${incidentId}, ${flags.domesticAbuse}, ${flags.repeatVictim}, ${flags.vulnerable}, ${flags.treatAsUrgent},
      ${JSON.stringify(because)}::jsonb) as answer`,
  )
  return changed
}

/** Saves a proposal, unless a binding one is more urgent; @returns whether it is new */
export async function saveProposal(
  trx: Trx,
  incidentId: string,
  proposal: { grade: string; because: string[]; binding: boolean },
): Promise<boolean> {
  return call(
    trx,
    sql`select propose_grade(${incidentId}, ${proposal.grade}, ${JSON.stringify(proposal.because)}::jsonb, ${proposal.binding}) as answer`,
  )
}

/** What the checks, callers and people say, for deciding on flags and grade; its audit row is written first (I8). */
export type KnownOfIncident = {
  checks: Array<{ kind: string; state: string; findings: unknown[] }>
  contacts: Array<{ kind: string }>
  people: Array<{ role: string; bornOn: string | null }>
}
export async function readKnown(trx: Trx, incidentId: string): Promise<KnownOfIncident> {
  return call(trx, sql`select read_for_briefing(${JSON.stringify(theService)}::jsonb, ${incidentId}) as answer`)
}

async function call<T>(trx: Trx, query: ReturnType<typeof sql<{ answer: unknown }>>): Promise<T> {
  const { rows } = await (query as ReturnType<typeof sql<{ answer: T }>>).execute(trx)
  return rows[0]?.answer as T
}

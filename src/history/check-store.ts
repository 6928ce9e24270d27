import { sql } from 'kysely'
import { type Actor, Refusal } from '../core/index.ts'
import type { Reader, Trx } from '../db/index.ts'
import type { CheckKind, CheckState, Finding } from './check.ts'

/** A check as it is asked for. */
export type NewCheck = {
  id: string
  kind: CheckKind
  /** the E.164 number, the premises' id, the person's name */
  query: string
  bornOn: string | null
  contactId: string | null
  incidentId: string | null
  requestedBy: string
}

/** Saves a check that has not started; those it takes the place of stay and name it. */
export async function saveCheckRequest(trx: Trx, check: NewCheck): Promise<void> {
  await sql`select request_check(${check.id}, ${check.kind}, ${check.query}, ${check.bornOn}, ${check.contactId},
    ${check.incidentId}, ${check.requestedBy})`.execute(trx)
}

/** Saves new checks of these kinds for everything of the incident that can be asked about. */
export async function saveRepeatedChecks(
  trx: Trx,
  incidentId: string,
  kinds: readonly CheckKind[],
  requestedBy: string,
): Promise<Array<{ id: string; kind: CheckKind }>> {
  const { rows } = await sql<{ id: string; kind: CheckKind }>`
    select id, kind from repeat_checks(${incidentId}, ${[...kinds]}::text[], ${requestedBy})`.execute(trx)
  return rows
}

/** @throws Refusal incident/unknown, incident/closed */
export async function mustBeOpen(trx: Trx, incidentId: string): Promise<void> {
  const row = await trx
    .selectFrom('incident')
    .select('status')
    .where('id', '=', incidentId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Refusal('incident/unknown', 'There is no such incident')
  if (row.status === 'closed') throw new Refusal('incident/closed', 'The incident is closed')
}

/** Marks a check as begun, unless it is done or another has taken its place. */
export async function saveRunning(db: Reader, checkId: string): Promise<void> {
  await db
    .updateTable('check_run')
    .set({ state: 'running', started_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', checkId)
    .where('state', '=', 'not_started')
    .where('superseded_by', 'is', null)
    .execute()
}

/** A check without what it asked and found: that is personal data, and stays in the database. */
export type StandingCheck = {
  id: string
  kind: CheckKind
  state: CheckState
  contactId: string | null
  incidentId: string | null
  /** of the incident, null without one: every area */
  areaId: string | null
  superseded: boolean
}

/** How a check stands now, without a lock. */
export async function findCheck(trx: Trx, checkId: string): Promise<StandingCheck | undefined> {
  const row = await selectCheck(trx).where('id', '=', checkId).executeTakeFirst()
  return row && standing(trx, row)
}

/**
 * Locks a check with its incident: the incident first, as everybody does, so that no two wait for each other.
 * Read again under the lock: a contact may have been joined to an incident meanwhile.
 */
export async function getCheckForUpdate(trx: Trx, { id, incidentId }: StandingCheck): Promise<StandingCheck> {
  if (incidentId) await trx.selectFrom('incident').select('id').where('id', '=', incidentId).forUpdate().execute()
  const row = await selectCheck(trx).where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
  return standing(trx, row)
}

/** Locks the next check of an incident that has not begun and that nobody is working on. */
export async function findOutstandingForUpdate(
  trx: Trx,
  incidentId: string,
  tried: readonly string[],
): Promise<StandingCheck | undefined> {
  const row = await selectCheck(trx)
    .where('incident_id', '=', incidentId)
    .where('state', '=', 'not_started')
    .where('superseded_by', 'is', null)
    .$if(tried.length > 0, (query) => query.where('id', 'not in', [...tried]))
    .orderBy('requested_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  return row && standing(trx, row)
}

function selectCheck(trx: Trx) {
  return trx.selectFrom('check_run').select(['id', 'kind', 'state', 'contact_id', 'incident_id', 'superseded_by'])
}

type CheckRow = {
  id: string
  kind: string
  state: string
  contact_id: string | null
  incident_id: string | null
  superseded_by: string | null
}

async function standing(trx: Trx, row: CheckRow): Promise<StandingCheck> {
  const incident = row.incident_id
    ? await trx.selectFrom('incident').select('area_id').where('id', '=', row.incident_id).executeTakeFirst()
    : undefined
  return {
    id: row.id,
    kind: row.kind as CheckKind,
    state: row.state as CheckState,
    contactId: row.contact_id,
    incidentId: row.incident_id,
    areaId: incident?.area_id ?? null,
    superseded: row.superseded_by !== null,
  }
}

/** What the records said, or why they did not. `ms` is measured here, from asking to answer. */
export type RecordsAnswer = { ms: number } & (
  | { answered: true; records: unknown }
  | { answered: false; timedOut: boolean; reachable: boolean; error: unknown }
)

/**
 * Asks the records for a check, waiting no longer than `withinMs`, inside a savepoint: when it fails, the
 * transaction goes on and says so. The records write their own audit row (I8).
 */
export async function askRecords(
  trx: Trx,
  actor: Actor,
  reason: string,
  checkId: string,
  withinMs: number,
): Promise<RecordsAnswer> {
  const began = performance.now()
  // one round trip each; the number is ours
  await sql.raw(`savepoint asking; set local statement_timeout = ${Math.max(1, Math.round(withinMs))}`).execute(trx)
  try {
    const { rows } = await sql<{ records: unknown }>`
      select answer_check(${JSON.stringify(actor)}::jsonb, ${reason}, ${checkId}) as records`.execute(trx)
    const ms = performance.now() - began
    await sql.raw('set local statement_timeout to default; release savepoint asking').execute(trx)
    return { answered: true, records: rows[0]?.records, ms }
  } catch (error) {
    const ms = performance.now() - began
    await sql.raw('rollback to savepoint asking; release savepoint asking').execute(trx)
    const code = (error as { code?: string }).code ?? ''
    const timedOut = code === '57014'
    return { answered: false, timedOut, reachable: !(timedOut || UNREACHABLE.test(code)), error, ms }
  }
}

/** SQLSTATE of a source that is not there: connections, resources, shut down, locks not given, input and output. */
const UNREACHABLE = /^(08|53|57P|58|55P03)/

/** Writes how a check ended; a finished check is never rewritten. */
export async function saveAnswer(
  trx: Trx,
  checkId: string,
  answer: { state: CheckState; findings: readonly Finding[] | null; ms: number | null },
): Promise<void> {
  await trx
    .updateTable('check_run')
    .set({
      state: answer.state,
      started_at: sql<Date>`coalesce(started_at, clock_timestamp())`,
      finished_at: sql<Date>`clock_timestamp()`,
      duration_ms: answer.ms,
      findings: answer.findings === null ? null : JSON.stringify(answer.findings),
    })
    .where('id', '=', checkId)
    .execute()
}

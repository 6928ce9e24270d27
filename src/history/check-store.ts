import { type RawBuilder, sql } from 'kysely'
import { type Actor, Refusal } from '../core/index.ts'
import { type Reader, type Trx, UNHEARD_STATEMENT } from '../db/index.ts'
import type { CheckCandidate, CheckKind, CheckState, Finding } from './check.ts'
import { type CheckSource, FORCE_RECORDS } from './source.ts'

/** A check as it is asked for. */
export type NewCheck = {
  id: string
  kind: CheckKind
  /** the E.164 number, the premises' id, the person's name */
  query: string
  bornOn: string | null
  /** years, where the date of birth is not known */
  aged: number | null
  /** the row of whoever was named on the incident */
  namedId: string | null
  contactId: string | null
  incidentId: string | null
  requestedBy: string
}

/** A check that has just been asked for, of one source. */
export type RequestedCheck = { id: string; kind: CheckKind; source: string }

/**
 * Saves a check that has not started: of our own records, and of every connected source that knows about such; for somebody who is
 * named, of the orders between them and the other side. Those they take the place of stay and name them.
 */
export async function saveCheckRequest(trx: Trx, check: NewCheck): Promise<RequestedCheck[]> {
  const { rows } = await sql<RequestedCheck>`
    select id, kind, source from request_check(${check.id}, ${check.kind}, ${check.query}, ${check.bornOn}, ${check.contactId},
      ${check.incidentId}, ${check.requestedBy}, ${check.aged}, ${check.namedId})`.execute(trx)
  return rows
}

/**
 * Saves new checks of these kinds for everything of the incident that can be asked about. `olderThan`, in seconds: only of what
 * no check has answered since.
 */
export async function saveRepeatedChecks(
  trx: Trx,
  incidentId: string,
  kinds: readonly CheckKind[],
  requestedBy: string,
  olderThan: number | null = null,
): Promise<RequestedCheck[]> {
  const { rows } = await sql<RequestedCheck>`
    select id, kind, source from repeat_checks(${incidentId}, ${[...kinds]}::text[], ${requestedBy}, ${olderThan})`.execute(
    trx,
  )
  return rows
}

/** Saves one more attempt of a check whose source could not be reached; none when nobody needs it any more. */
export async function saveRetry(trx: Trx, id: string, checkId: string): Promise<RequestedCheck[]> {
  const { rows } = await sql<RequestedCheck>`select id, kind, source from retry_check(${id}, ${checkId})`.execute(trx)
  return rows
}

/** The question as another system is asked it; telling it is on the audit. */
export function readQuestion(trx: Trx, actor: Actor, checkId: string): Promise<unknown> {
  return tell(trx, sql`select question_for_source(${JSON.stringify(actor)}::jsonb, ${checkId}) as told`)
}

/** Somebody of the control room says who of the records was named; null: none of those offered. */
export async function saveIdentity(
  trx: Trx,
  actor: Actor,
  who: { incidentId: string; namedId: string; personId: string | null; reason: string },
): Promise<{ name: string; bornOn: string | null; aged: number | null; role: string }> {
  return (await tell(
    trx,
    sql`select identify_person(${JSON.stringify(actor)}::jsonb, ${who.incidentId}, ${who.namedId}, ${who.personId}, ${who.reason}) as told`,
  )) as { name: string; bornOn: string | null; aged: number | null; role: string }
}

/** Every source the force has beside its own records, and whether it is connected: for whoever composes a briefing. */
export async function saveSources(db: Reader, sources: readonly CheckSource[]): Promise<void> {
  await sql`select save_check_sources(${JSON.stringify(sources)}::jsonb)`.execute(db)
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

/** Whether the incident is there and open. */
export async function isStillOpen(trx: Trx, incidentId: string): Promise<boolean> {
  const row = await trx.selectFrom('incident').select('status').where('id', '=', incidentId).executeTakeFirst()
  return row?.status === 'open'
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
  source: string
  /** 1, then one more each time the service asks again by itself */
  attempt: number
  /** whom it is about: rows of who is named on the incident */
  aboutPersons: readonly string[]
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
  const incident = incidentId
    ? await trx
        .selectFrom('incident')
        .select(['id', 'area_id'])
        .where('id', '=', incidentId)
        .forUpdate()
        .executeTakeFirst()
    : undefined
  const row = await selectCheck(trx).where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
  return standing(trx, row, incident)
}

/** Locks the next check of our own records that has not begun and that nobody is working on. */
export async function findOutstandingForUpdate(
  trx: Trx,
  incidentId: string,
  tried: readonly string[],
): Promise<StandingCheck | undefined> {
  const row = await selectCheck(trx)
    .where('incident_id', '=', incidentId)
    .where('source', '=', FORCE_RECORDS)
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
  return trx
    .selectFrom('check_run')
    .select(['id', 'kind', 'source', 'state', 'attempt', 'about_persons', 'contact_id', 'incident_id', 'superseded_by'])
}

type CheckRow = {
  id: string
  kind: string
  source: string
  attempt: number
  about_persons: string[]
  state: string
  contact_id: string | null
  incident_id: string | null
  superseded_by: string | null
}

/** @param known its incident, where that has just been read */
async function standing(
  trx: Trx,
  row: CheckRow,
  known?: { id: string; area_id: string | null },
): Promise<StandingCheck> {
  const isKnown = row.incident_id === null || row.incident_id === known?.id
  const incident = isKnown
    ? known
    : await trx.selectFrom('incident').select('area_id').where('id', '=', row.incident_id).executeTakeFirst()
  return {
    id: row.id,
    kind: row.kind as CheckKind,
    source: row.source,
    attempt: row.attempt,
    aboutPersons: row.about_persons,
    state: row.state as CheckState,
    contactId: row.contact_id,
    incidentId: row.incident_id,
    areaId: row.incident_id === null ? null : (incident?.area_id ?? null),
    superseded: row.superseded_by !== null,
  }
}

/** An answer of the records, or why there is none. */
export type Asked<T> =
  | { answered: true; answer: T }
  | { answered: false; timedOut: boolean; reachable: boolean; error: unknown }

/**
 * Asks the records inside a savepoint, no statement longer than `withinMs`: when it fails, the transaction goes on and says so.
 * What stands around the question is sent with it, so that it costs no waiting; the number is ours.
 */
export async function askWithin<T>(trx: Trx, withinMs: number, ask: () => Promise<T>): Promise<Asked<T>> {
  const most = Math.max(1, Math.round(withinMs))
  await sql.raw(`${UNHEARD_STATEMENT} savepoint asking; set local statement_timeout = ${most}`).execute(trx)
  try {
    const answer = await ask()
    await sql.raw(`${UNHEARD_STATEMENT} set local statement_timeout to default; release savepoint asking`).execute(trx)
    return { answered: true, answer }
  } catch (error) {
    await sql.raw('rollback to savepoint asking; release savepoint asking').execute(trx)
    const code = (error as { code?: string }).code ?? ''
    const timedOut = code === '57014'
    return { answered: false, timedOut, reachable: !(timedOut || UNREACHABLE.test(code)), error }
  }
}

/** What is known of a number or premises; the records write their own audit row (I8). */
export function answerCheck(trx: Trx, actor: Actor, reason: string, checkId: string): Promise<unknown> {
  return tell(trx, sql`select answer_check(${JSON.stringify(actor)}::jsonb, ${reason}, ${checkId}) as told`)
}

/** Whom a check asks about, each with who of the records it may be. */
export function readAskedPeople(trx: Trx, actor: Actor, reason: string, checkId: string): Promise<unknown> {
  return tell(trx, sql`select check_people(${JSON.stringify(actor)}::jsonb, ${reason}, ${checkId}) as told`)
}

/** What is known of these people; `taken` is written on the incident as who was named, when nobody had said. */
export function answerPersonCheck(
  trx: Trx,
  actor: Actor,
  reason: string,
  checkId: string,
  persons: readonly string[],
  taken: string | null,
): Promise<unknown> {
  return tell(
    trx,
    sql`select answer_person_check(${JSON.stringify(actor)}::jsonb, ${reason}, ${checkId}, ${[...persons]}::uuid[], ${taken}::uuid) as told`,
  )
}

/** Orders between anybody of the one side and anybody of the other. */
export function readOrdersBetween(
  trx: Trx,
  actor: Actor,
  reason: string,
  checkId: string,
  one: readonly string[],
  other: readonly string[],
): Promise<unknown> {
  return tell(
    trx,
    sql`select orders_between(${JSON.stringify(actor)}::jsonb, ${reason}, ${checkId}, ${[...one]}::uuid[], ${[...other]}::uuid[]) as told`,
  )
}

async function tell(trx: Trx, query: RawBuilder<unknown>): Promise<unknown> {
  const { rows } = await (query as RawBuilder<{ told: unknown }>).execute(trx)
  return rows[0]?.told
}

/** SQLSTATE of a source that is not there: connections, resources, shut down, locks not given, input and output. */
const UNREACHABLE = /^(08|53|57P|58|55P03)/

/** Writes how a check ended; a finished check is never rewritten. */
export async function saveAnswer(
  trx: Trx,
  checkId: string,
  answer: {
    state: CheckState
    findings: readonly Finding[] | null
    candidates: readonly CheckCandidate[]
    ms: number | null
    refused: boolean
  },
): Promise<void> {
  await trx
    .updateTable('check_run')
    .set({
      state: answer.state,
      started_at: sql<Date>`coalesce(started_at, clock_timestamp())`,
      finished_at: sql<Date>`clock_timestamp()`,
      duration_ms: answer.ms,
      refused: answer.refused,
      findings: answer.findings === null ? null : JSON.stringify(answer.findings),
      candidates: answer.candidates.length === 0 ? null : JSON.stringify(answer.candidates),
    })
    .where('id', '=', checkId)
    .execute()
}

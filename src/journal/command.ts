import { sql } from 'kysely'
import { type Actor, newId, Refusal } from '../core/index.ts'
import { asRefusal, isBreachOf, isDeadlock, LAST_STATEMENT, type Reader, type Trx } from '../db/index.ts'
import type { NewEvent } from './event.ts'

/** What a command works with. `wake` tells this process that there is something new; others hear the NOTIFY. */
export type Desk = {
  db: Reader
  /** jobs of these kinds are due: look now instead of at the next poll */
  wake: (what: 'jobs' | 'journal') => void
}

/** Who asks, and how to know the same request when it comes again. */
export type Order = {
  actor: Actor
  /** SHA-256 of the session's or account's token: the database asks who holds it */
  tokenHash: Buffer
  /** null only for work the service starts by itself */
  idempotencyKey: string | null
  /** SHA-256 over method, path and body */
  fingerprint: Buffer
}

/** What the Data Protection Act 2018 s.62 wants logged, and our own refusals. */
export type AuditEntry = {
  op: 'collection' | 'alteration' | 'consultation' | 'disclosure' | 'combination' | 'erasure' | 'sign-in' | 'refusal'
  subjectType: string
  subjectId?: string | null
  incidentId?: string | null
  reason: string
  detail?: Record<string, unknown>
}

/** Work to be done by the clock or right after the commit; one row per kind, subject and variant. */
export type NewJob = {
  kind: string
  subjectId: string
  variant?: string
  /** seconds from now; 0 or left out: at once */
  inSeconds?: number
  payload?: Record<string, unknown>
}

/** The inside of one transaction. What is noted here is written with it in one statement, just before COMMIT. */
export type Work = {
  trx: Trx
  actor: Actor
  tokenHash: Buffer
  record: (event: NewEvent) => void
  audit: (entry: AuditEntry) => void
  later: (job: NewJob) => void
}

/** An answer that can be given again: plain JSON. */
export type Answer<T> = { status: number; body: T }

/**
 * Runs one thing a person or system does, in one transaction: idempotency, domain rows, audit, journal,
 * jobs; all or nothing (CRD/1 P1, I11). The same key and request get the same answer, another request
 * under that key 422, one still running 409. A refusal leaves nothing, so its key may be used again.
 */
export async function command<T>(
  desk: Desk,
  order: Order,
  run: (work: Work) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  try {
    return await attempt(desk, order, run)
  } catch (error) {
    // the twin committed between our look and our insert: now its answer can be read. Of two that waited for each
    // other the store ended ours: nothing of it is left, and the other is through
    if (isBreachOf(error, 'idempotency_key_pkey') || isDeadlock(error)) return attempt(desk, order, run)
    throw asRefusal(error)
  }
}

/** The same for work the service does by itself, as the last thing inside a transaction that is already open (a job's). */
export async function writeDown(
  trx: Trx,
  actor: Actor,
  notes: Pick<Notes, 'events' | 'audits' | 'jobs'>,
): Promise<void> {
  await flush(trx, actor, { ...notes, answer: null })
}

async function attempt<T>(desk: Desk, order: Order, run: (work: Work) => Promise<Answer<T>>): Promise<Answer<T>> {
  const notes: Notes = { events: [], audits: [], jobs: [], answer: null }
  const answer = await desk.db.transaction().execute(async (trx) => {
    const earlier = order.idempotencyKey === null ? undefined : await findEarlier(trx, order, order.idempotencyKey)
    if (earlier) return earlier as Answer<T>
    const now = await run({
      trx,
      actor: order.actor,
      tokenHash: order.tokenHash,
      record: (event) => void notes.events.push(event),
      audit: (entry) => void notes.audits.push(entry),
      later: (job) => void notes.jobs.push(job),
    })
    if (order.idempotencyKey !== null) {
      notes.answer = { key: order.idempotencyKey, fingerprint: order.fingerprint, ...now }
    }
    await flush(trx, order.actor, notes)
    return now
  })
  if (notes.jobs.length > 0) desk.wake('jobs')
  if (notes.events.length > 0) desk.wake('journal')
  return answer
}

type Notes = {
  events: NewEvent[]
  audits: AuditEntry[]
  jobs: NewJob[]
  answer: { key: string; fingerprint: Buffer; status: number; body: unknown } | null
}

/** The lock is tried, not waited for: a twin in flight is told so at once (409). */
async function findEarlier(trx: Trx, order: Order, key: string): Promise<Answer<unknown> | undefined> {
  const name = `${order.actor.id}/${key}`
  const { rows } = await sql<{ free: boolean; fingerprint: Buffer | null; status: number | null; answer: unknown }>`
    select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as free, k.fingerprint, k.status, k.answer
    from (select 1) as one
    left join idempotency_key k on k.actor_id = ${order.actor.id} and k.key = ${key}`.execute(trx)
  const found = rows[0]
  if (!found) throw new Error('the idempotency look-up gave no row')
  if (found.fingerprint && found.status !== null) {
    if (!found.fingerprint.equals(order.fingerprint)) {
      throw new Refusal('request/key-reused', 'This Idempotency-Key was used for another request')
    }
    return { status: found.status, body: found.answer }
  }
  if (!found.free) throw new Refusal('request/in-flight', 'The same request is still being worked on')
  return undefined
}

/** One statement for everything that goes with the domain rows; the last of its transaction, sent with COMMIT. */
async function flush(trx: Trx, actor: Actor, notes: Notes): Promise<void> {
  const events = notes.events.map((event) => ({
    id: newId(),
    type: event.type,
    actor_id: actor.id,
    incident_id: event.incidentId ?? null,
    area_id: event.areaId ?? null,
    unit_ids: event.unitIds ?? [],
    audience: event.audience,
    data: event.data,
  }))
  const audits = notes.audits.map((entry) => ({
    id: newId(),
    op: entry.op,
    actor_id: actor.id,
    actor_role: actor.role,
    session_id: actor.sessionId,
    subject_type: entry.subjectType,
    subject_id: entry.subjectId ?? null,
    incident_id: entry.incidentId ?? null,
    reason: entry.reason,
    detail: entry.detail ?? {},
  }))
  const jobs = notes.jobs.map((job) => ({
    id: newId(),
    kind: job.kind,
    subject_id: job.subjectId,
    variant: job.variant ?? '',
    in_seconds: job.inSeconds ?? 0,
    payload: job.payload ?? {},
  }))
  const answer = notes.answer
  await sql`${sql.raw(LAST_STATEMENT)}
    with events as (
      insert into journal (id, type, actor_id, incident_id, area_id, unit_ids, audience, data)
      select id, type, actor_id, incident_id, area_id,
        array(select jsonb_array_elements_text(unit_ids)::uuid), audience, data
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as e(id uuid, type text, actor_id uuid,
        incident_id uuid, area_id text, unit_ids jsonb, audience text, data jsonb)
    ), audits as (
      insert into audit (id, op, actor_id, actor_role, session_id, subject_type, subject_id, incident_id, reason, detail)
      select id, op, actor_id, actor_role, session_id, subject_type, subject_id, incident_id, reason, detail
      from jsonb_to_recordset(${JSON.stringify(audits)}::jsonb) as a(id uuid, op text, actor_id uuid, actor_role text,
        session_id uuid, subject_type text, subject_id text, incident_id uuid, reason text, detail jsonb)
    ), jobs as (
      insert into job (id, kind, subject_id, variant, due_at, payload)
      select id, kind, subject_id, variant, clock_timestamp() + make_interval(secs => in_seconds), payload
      from jsonb_to_recordset(${JSON.stringify(jobs)}::jsonb) as j(id uuid, kind text, subject_id uuid, variant text,
        in_seconds double precision, payload jsonb)
      on conflict (kind, subject_id, variant) do update
        set due_at = excluded.due_at, payload = excluded.payload, done_at = null, attempts = 0
    )
    insert into idempotency_key (actor_id, key, fingerprint, status, answer)
    select ${actor.id}, k.key, k.fingerprint, k.status, k.answer
    from (values (${answer?.key ?? null}::text, ${answer?.fingerprint ?? null}::bytea, ${answer?.status ?? null}::smallint,
      ${answer ? JSON.stringify(answer.body ?? null) : null}::jsonb)) as k(key, fingerprint, status, answer)
    where k.key is not null`.execute(trx)
}

import { sql } from 'kysely'
import { type Actor, newId, Refusal } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import type { Escalation, ExceptionKind } from '../definitions/index.ts'
import type { Standing } from './clock-rules.ts'

type Rule = Escalation['exceptions'][number]

/** Kinds that another room raises and ends by itself: a look at the clocks of an incident knows nothing of them. */
export const kindsOfOtherRooms = [
  'handover-unsigned',
  'ppu-unacknowledged',
  'transfer-unacknowledged',
  'transfer-dead',
] as const satisfies ExceptionKind[]

/** The subject of what is of no incident: markers, response plans and rules past their review. */
export const THE_FORCE = '00000000-0000-4000-8000-000000000000'

/** An exception to be raised: of an incident, of its transfer, or of the force as a whole. */
export type NewException = Omit<Standing, 'subjectType'> & {
  subjectType: Standing['subjectType'] | 'force' | 'transfer'
}

/** Raises it unless it stands already, however many try at once. @returns its id, undefined when it stood */
export async function saveException(
  trx: Trx,
  one: NewException,
  of: { incidentId: string | null; rule: Rule; version: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into exception (id, kind, urgency, subject_type, subject_id, incident_id, unit_id, area_id, grade, grade_position,
      because, since, rules_version)
    select ${newId()}, ${one.kind}, ${of.rule.urgency}, ${one.subjectType}, ${one.subjectId}, ${of.incidentId}, ${one.unitId},
      i.area_id, i.grade, i.grade_position, ${one.because}, ${new Date(one.since)}, ${of.version}
    from (select 1) as one left join incident i on i.id = ${of.incidentId}
    on conflict (subject_id, kind) where resolved_at is null do nothing
    returning id`.execute(trx)
  return rows[0]?.id
}

/** What the clocks have raised of one incident, or of the force, and stands: in the order in which it was raised. */
export async function listStanding(
  trx: Trx,
  incidentId: string | null,
): Promise<{ id: string; kind: string; subject_id: string }[]> {
  return trx
    .selectFrom('exception')
    .select(['id', 'kind', 'subject_id'])
    .where('incident_id', incidentId === null ? 'is' : '=', incidentId)
    .where('resolved_at', 'is', null)
    .where('kind', 'not in', kindsOfOtherRooms)
    .orderBy('raised_at')
    .orderBy('id')
    .execute()
}

/** Says who was told, by name where somebody holds that post now; once a step, whoever tries again. @returns whether it is new */
export async function saveTold(trx: Trx, exceptionId: string, step: number, post: string): Promise<boolean> {
  const { rows } = await sql<{ step: number }>`
    insert into exception_told (exception_id, step, post, told_to, told_to_name)
    select ${exceptionId}, ${step}, ${post}, s.id, s.display_name
    from (select 1) as one
    left join duty d on d.post = ${post} and d.ended_at is null and d.until_at > clock_timestamp()
    left join staff s on s.id = d.staff_id and s.active
    on conflict do nothing
    returning step`.execute(trx)
  return rows.length > 0
}

/** It is over. @returns whether it was not before */
export async function saveResolved(trx: Trx, exceptionId: string): Promise<boolean> {
  const row = await trx
    .updateTable('exception')
    .set({ resolved_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', exceptionId)
    .where('resolved_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Locks it, then reads whom it was told to, and of which area its incident is now. @throws Refusal exception/unknown */
export async function getExceptionForUpdate(trx: Trx, exceptionId: string) {
  const row = await trx
    .selectFrom('exception')
    .select(['id', 'kind', 'incident_id', 'acknowledged_by_name', 'resolved_at', 'came_back'])
    .where('id', '=', exceptionId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Refusal('exception/unknown', 'There is no such exception')
  const told = await trx
    .selectFrom('exception_told')
    .select(['post', 'step'])
    .where('exception_id', '=', exceptionId)
    .execute()
  const incident = await trx
    .selectFrom('incident')
    .select('area_id')
    .where('id', '=', row.incident_id)
    .executeTakeFirst()
  return {
    ...row,
    areaId: incident?.area_id ?? null,
    told: told.map(({ post }) => post),
    lastStep: Math.max(-1, ...told.map(({ step }) => step)),
  }
}

/** Somebody has it in hand: by name, by the database's clock. */
export async function saveAcknowledged(trx: Trx, exceptionId: string, { id, name }: Actor): Promise<void> {
  await trx
    .updateTable('exception')
    .set({ acknowledged_at: sql<Date>`clock_timestamp()`, acknowledged_by: id, acknowledged_by_name: name })
    .where('id', '=', exceptionId)
    .execute()
}

/** Nobody has it in hand any more; that somebody had is counted. */
export async function saveCameBack(trx: Trx, exceptionId: string): Promise<void> {
  await trx
    .updateTable('exception')
    .set({
      acknowledged_at: null,
      acknowledged_by: null,
      acknowledged_by_name: null,
      came_back: sql<number>`came_back + 1`,
    })
    .where('id', '=', exceptionId)
    .execute()
}

/** What stands of this kind about this subject. */
export async function findStanding(trx: Trx, kind: ExceptionKind, subjectId: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom('exception')
    .select('id')
    .where('kind', '=', kind)
    .where('subject_id', '=', subjectId)
    .where('resolved_at', 'is', null)
    .executeTakeFirst()
  return row?.id
}

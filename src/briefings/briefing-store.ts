import { sql } from 'kysely'
import { z } from 'zod'
import { type Actor, logNumber, newId, Refusal, theService } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import { type CheckKind, type CheckState, readFindings } from '../history/index.ts'
import type { BriefingBody, UnknownThing } from './briefing.ts'
import type { BriefedNeeds, BriefingFacts } from './briefing-rules.ts'

/** What the incident itself says, as far as a crew is told it. */
export type BriefedIncident = {
  id: string
  type: string
  grade: string | null
  summary: string
  locationText: string
  premisesId: string | null
  happeningNow: boolean
  domesticAbuse: boolean
  repeatVictim: boolean
  vulnerable: boolean
  /** as stored: an import may have written less than a console does */
  needs: object
}

/** The incident, locked: composers of one incident go one after the other, so none misses what another saw. */
export async function getBriefedIncidentForUpdate(
  trx: Trx,
  incidentId: string,
): Promise<BriefedIncident & { status: string; areaId: string | null }> {
  const row = await trx
    .selectFrom('incident')
    .select(['id', 'status', 'area_id', 'type', 'grade', 'summary', 'location_text', 'premises_id', 'happening_now'])
    .select(['domestic_abuse', 'repeat_victim', 'vulnerable', 'needs'])
    .where('id', '=', incidentId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Refusal('incident/unknown', 'There is no such incident')
  return {
    id: row.id,
    status: row.status,
    areaId: row.area_id,
    type: row.type,
    grade: row.grade,
    summary: row.summary,
    locationText: row.location_text,
    premisesId: row.premises_id,
    happeningNow: row.happening_now,
    domesticAbuse: row.domestic_abuse,
    repeatVictim: row.repeat_victim,
    vulnerable: row.vulnerable,
    needs: row.needs as object,
  }
}

/** The needs as a briefing tells them, from however they were written. */
export function readNeeds(written: unknown): BriefedNeeds {
  return needs.parse(written)
}

const text = z.string().nullable().catch(null)
/** Read with patience: an incident may have been opened by an import that knows less. */
const needs: z.ZodType<BriefedNeeds> = z.object({
  questions: z.record(z.string(), z.string().nullable()).catch({}),
  language: text,
  interpreter: text,
  officerSex: z.enum(['female', 'male']).nullable().catch(null),
  safeNumber: text,
  safeContact: text,
  codeWord: text,
})

type StoredCheck = {
  kind: CheckKind
  state: CheckState
  refused: boolean
  query: string
  finishedAt: string | null
  findings: unknown[]
  source: string
  sourceName: string
  earlierAt: string | null
  earlierState: CheckState | null
}
type Known = Pick<BriefingFacts, 'people' | 'contacts'> & { checks: StoredCheck[] }

/** What a briefing is composed from, beside the incident itself. `placeIsProtected`: its address is not to be told. */
export type KnownForBriefing = Pick<BriefingFacts, 'checks' | 'people' | 'contacts'> & { placeIsProtected: boolean }

/** Checks, people and the callers' own words, through the function that writes its audit row first (I8). */
export async function readForBriefing(trx: Trx, incidentId: string): Promise<KnownForBriefing> {
  const { rows } = await sql<{ known: Known; is_protected: boolean }>`
    select read_for_briefing(${JSON.stringify(theService)}::jsonb, i.id) as known, coalesce(p.protected, false) as is_protected
    from incident i left join place p on p.id = i.premises_id where i.id = ${incidentId}`.execute(trx)
  if (!rows[0]) throw new Error('read_for_briefing gave no row')
  const { checks, people, contacts } = rows[0].known
  return { checks: checks.map(toBriefed), people, contacts, placeIsProtected: rows[0].is_protected }
}

/** A check that is only asked again is told as it was answered last: nothing known is lost by asking. */
function toBriefed({ earlierState, ...check }: StoredCheck): BriefingFacts['checks'][number] {
  const findings = readFindings(check.findings)
  const isPending = check.state === 'not_started' || check.state === 'running'
  if (!isPending || earlierState === null) return { ...check, findings }
  return { ...check, findings, state: earlierState, finishedAt: check.earlierAt, earlierAt: null, refused: false }
}

/** Saves as the next version, unless the newest says the same. @returns which version says this now */
export async function saveBriefing(
  trx: Trx,
  incidentId: string,
  body: BriefingBody,
  unknowns: readonly UnknownThing[],
): Promise<{ id: string; version: number; changed: boolean }> {
  const { rows } = await sql<{ saved: { id: string; version: number; changed: boolean } }>`
    select save_briefing(${newId()}, ${incidentId}, ${JSON.stringify(body)}::jsonb, ${JSON.stringify(unknowns)}::jsonb) as saved`.execute(
    trx,
  )
  if (!rows[0]) throw new Error('save_briefing gave no row')
  return rows[0].saved
}

/** Whether units have been recommended for this incident: before that nobody has been shown a briefing. */
export async function isRecommended(trx: Trx, incidentId: string): Promise<boolean> {
  return (
    (await trx
      .selectFrom('recommendation')
      .select('id')
      .where('incident_id', '=', incidentId)
      .limit(1)
      .executeTakeFirst()) !== undefined
  )
}

/** The units that are going to this incident or are there. */
export async function listUnitsGoing(trx: Trx, incidentId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('deployment')
    .select('unit_id')
    .where('incident_id', '=', incidentId)
    .where('released_at', 'is', null)
    .orderBy('unit_id')
    .execute()
  return rows.map((row) => row.unit_id)
}

/** One briefing, through the function that writes its audit row first. Without a version the newest. */
export async function readBriefingText(
  trx: Trx,
  actor: Actor,
  incidentId: string,
  version: number | null,
): Promise<{
  id: string
  incidentId: string
  version: number
  composedAt: string
  body: BriefingBody
  unknowns: UnknownThing[]
}> {
  type Stored = Awaited<ReturnType<typeof readBriefingText>>
  const { rows } = await sql<{ briefing: Stored | null }>`
    select read_briefing(${JSON.stringify(actor)}::jsonb, 'read by whoever attends or sends', ${incidentId}, ${version}) as briefing`.execute(
    trx,
  )
  const briefing = rows[0]?.briefing
  if (!briefing) throw new Refusal('briefing/unknown', 'There is no such briefing')
  return briefing
}

/** Who has read this version. */
export async function listReaders(
  trx: Trx,
  briefingId: string,
): Promise<Array<{ unitId: string; callsign: string; at: string }>> {
  const rows = await trx
    .selectFrom('briefing_read')
    .innerJoin('unit', 'unit.id', 'briefing_read.unit_id')
    .select(['briefing_read.unit_id', 'unit.callsign', 'briefing_read.read_at'])
    .where('briefing_read.briefing_id', '=', briefingId)
    .orderBy('briefing_read.read_at')
    .execute()
  return rows.map((row) => ({ unitId: row.unit_id, callsign: row.callsign, at: row.read_at.toISOString() }))
}

/** The units that are going, with the newest version each crew has read. */
export async function listCrews(
  trx: Trx,
  incidentId: string,
): Promise<Array<{ unitId: string; callsign: string; readVersion: number | null }>> {
  const rows = await trx
    .selectFrom('deployment')
    .innerJoin('unit', 'unit.id', 'deployment.unit_id')
    .leftJoin('briefing', 'briefing.incident_id', 'deployment.incident_id')
    .leftJoin('briefing_read', (on) =>
      on
        .onRef('briefing_read.briefing_id', '=', 'briefing.id')
        .onRef('briefing_read.unit_id', '=', 'deployment.unit_id'),
    )
    .select(({ fn }) => [
      'deployment.unit_id',
      'unit.callsign',
      fn.max('briefing.version').filterWhere('briefing_read.unit_id', 'is not', null).as('read_version'),
    ])
    .where('deployment.incident_id', '=', incidentId)
    .where('deployment.released_at', 'is', null)
    .groupBy(['deployment.unit_id', 'unit.callsign'])
    .orderBy('unit.callsign')
    .execute()
  return rows.map((row) => ({ unitId: row.unit_id, callsign: row.callsign, readVersion: row.read_version }))
}

/** What a plain briefing is headed with: the log number people say, and the grade. */
export async function getCaption(trx: Trx, incidentId: string): Promise<{ reference: string; grade: string | null }> {
  const row = await trx
    .selectFrom('incident')
    .select(['local_day', 'day_number', 'grade'])
    .where('id', '=', incidentId)
    .executeTakeFirstOrThrow()
  return { reference: logNumber(row.local_day, row.day_number), grade: row.grade }
}

/** @throws Refusal briefing/unknown */
export async function getBriefingId(trx: Trx, incidentId: string, version: number): Promise<string> {
  const row = await trx
    .selectFrom('briefing')
    .select('id')
    .where('incident_id', '=', incidentId)
    .where('version', '=', version)
    .executeTakeFirst()
  if (!row) throw new Refusal('briefing/unknown', 'There is no such briefing')
  return row.id
}

/** Saves that a crew has read a version; @returns false when it had already. */
export async function saveRead(
  trx: Trx,
  read: { briefingId: string; unitId: string; readBy: string },
): Promise<boolean> {
  const row = await trx
    .insertInto('briefing_read')
    .values({ briefing_id: read.briefingId, unit_id: read.unitId, read_by: read.readBy })
    .onConflict((conflict) => conflict.doNothing())
    .returning('read_at')
    .executeTakeFirst()
  return row !== undefined
}

/** What a unit is called, and the area of an incident: for the event. */
export async function getCallsign(trx: Trx, unitId: string): Promise<string> {
  return (await trx.selectFrom('unit').select('callsign').where('id', '=', unitId).executeTakeFirstOrThrow()).callsign
}
export async function getAreaOf(trx: Trx, incidentId: string): Promise<string | null> {
  return (await trx.selectFrom('incident').select('area_id').where('id', '=', incidentId).executeTakeFirstOrThrow())
    .area_id
}

import { sql } from 'kysely'
import { localClock, Refusal } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { getIncident } from '../incidents/index.ts'
import type { DivertCost, WhyNot } from './dispatch.ts'
import { findRecommendation } from './dispatch-board.ts'
import { divertCostOf, risksOf } from './divert-rules.ts'
import { whyNot } from './explanation-rules.ts'

/**
 * Why not this unit, of any callsign of the force: also of one that was not on duty when the ranking was made.
 * @throws Refusal recommendation/unknown, unit/unknown
 */
export async function explainUnit(db: Reader, incidentId: string, callsign: string): Promise<WhyNot> {
  const recommendation = await findRecommendation(db, incidentId)
  if (!recommendation) throw new Refusal('recommendation/unknown', 'There is no recommendation for this incident yet')
  const said = whyNot(recommendation, callsign)
  if (said) return said
  const unit = await getUnitByCallsign(db, callsign)
  const then = Date.parse(recommendation.madeAt)
  const ranked = localClock(new Date(then))
  const shift =
    unit.shift_to.getTime() <= then
      ? `its shift ended at ${localClock(unit.shift_to)}`
      : unit.shift_from.getTime() > then
        ? `its shift begins at ${localClock(unit.shift_from)}`
        : 'its state was off duty'
  return {
    callsign: unit.callsign,
    rank: null,
    said: `${unit.callsign} was not on duty when this was ranked at ${ranked}: ${shift}.`,
    rules: ['unit/off-duty'],
  }
}

/**
 * What it would cost to divert this unit: the incident that it would leave, with what is at risk and who could go
 * there instead. @throws Refusal unit/unknown, unit/not-committed
 */
export async function costOfDivert(
  { db, book }: { db: Reader; book: DefinitionBook },
  incidentId: string,
  callsign: string,
): Promise<DivertCost> {
  await getIncident(db, incidentId)
  const unit = await getUnitByCallsign(db, callsign)
  const open = await db
    .selectFrom('deployment as own')
    .select(({ selectFrom, fn }) => [
      'own.incident_id',
      selectFrom('deployment as other')
        .select(fn.countAll<number>().as('others'))
        .whereRef('other.incident_id', '=', 'own.incident_id')
        .whereRef('other.id', '<>', 'own.id')
        .where('other.released_at', 'is', null)
        .as('others'),
      sql<Date>`clock_timestamp()`.as('now'),
    ])
    .where('own.unit_id', '=', unit.id)
    .where('own.released_at', 'is', null)
    .where('own.incident_id', '<>', incidentId)
    .executeTakeFirst()
  if (!open) throw new Refusal('unit/not-committed', `${unit.callsign} is not going to another incident`)
  const left = await getIncident(db, open.incident_id)
  const ranking = await findRecommendation(db, left.id)
  const { body: rules } = await book.get('dispatch-rules')
  return divertCostOf(
    {
      callsign: unit.callsign,
      incident: {
        id: left.id,
        reference: left.reference,
        grade: left.grade,
        type: left.type,
        watched: left.locked || left.flags.treatAsUrgent,
        risks: risksOf(left.flags),
      },
      openedAt: Date.parse(left.openedAt),
      attendBy: left.attendBy === null ? null : Date.parse(left.attendBy),
      othersGoing: Number(open.others ?? 0),
      ranking: ranking ? { candidates: ranking.candidates, madeAt: Date.parse(ranking.madeAt) } : null,
      recontactWithinSeconds: rules.divert.recontactWithinSeconds,
    },
    open.now.getTime(),
  )
}

async function getUnitByCallsign(db: Reader, callsign: string) {
  const asked = callsign.replaceAll(/\s/g, '').toUpperCase()
  const unit = await db
    .selectFrom('unit')
    .select(['id', 'callsign', 'shift_from', 'shift_to'])
    .where(sql<string>`upper(callsign)`, '=', asked)
    .executeTakeFirst()
  if (!unit) throw new Refusal('unit/unknown', `There is no unit ${asked}`)
  return unit
}

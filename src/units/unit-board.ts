import { sql } from 'kysely'
import { logNumber, Refusal } from '../core/index.ts'
import type { Reader } from '../db/index.ts'
import type { Commitment, UnitView } from './unit.ts'

/** Last known positions, by unit; the positions room keeps them. */
export type Positions = { get: (unitId: string) => { lat: number; lon: number; fixedAt: Date } | undefined }

/** Units whose shift is now and that are not off duty, with what they are committed to. */
export async function listUnitsOnDuty(db: Reader, positions: Positions): Promise<UnitView[]> {
  return listUnits(db, positions, undefined)
}

/** One unit. @throws Refusal unit/unknown */
export async function getUnit(db: Reader, positions: Positions, unitId: string): Promise<UnitView> {
  const [unit] = await listUnits(db, positions, unitId)
  if (!unit) throw new Refusal('unit/unknown', 'There is no such unit')
  return unit
}

async function listUnits(db: Reader, positions: Positions, unitId: string | undefined): Promise<UnitView[]> {
  const rows = await db
    .selectFrom('unit')
    .leftJoin('deployment', (join) =>
      join.onRef('deployment.unit_id', '=', 'unit.id').on('deployment.released_at', 'is', null),
    )
    .leftJoin('incident', 'incident.id', 'deployment.incident_id')
    .select([
      'unit.id',
      'callsign',
      'kind',
      'unit.area_id',
      'station',
      'driving_grade',
      'skills',
      'crew',
      'crew_size',
      'shift_from',
      'shift_to',
      'state',
      'state_at',
      'deployment.id as deployment_id',
      'deployment.incident_id',
      'acknowledged_at',
      'mobile_at',
      'at_scene_at',
      'local_day',
      'day_number',
      'grade',
      'grade_position',
      'locked',
      'domestic_abuse',
      'repeat_victim',
      'vulnerable',
      'treat_as_urgent',
      'attend_by',
    ])
    .$if(unitId !== undefined, (query) => query.where('unit.id', '=', unitId ?? ''))
    .$if(unitId === undefined, (query) =>
      query.where('shift_from', '<=', sql<Date>`now()`).where('shift_to', '>', sql<Date>`now()`),
    )
    .orderBy('callsign')
    .execute()
  return rows.map((row) => {
    const position = positions.get(row.id)
    return {
      id: row.id,
      callsign: row.callsign,
      kind: row.kind,
      areaId: row.area_id,
      station: row.station,
      drivingGrade: row.driving_grade,
      skills: row.skills,
      crew: row.crew as UnitView['crew'],
      crewSize: row.crew_size,
      shiftFrom: row.shift_from.toISOString(),
      shiftTo: row.shift_to.toISOString(),
      state: row.state,
      stateAt: row.state_at.toISOString(),
      commitment: commitmentOf(row),
      position: position ? { lat: position.lat, lon: position.lon, fixedAt: position.fixedAt.toISOString() } : null,
    }
  })
}

function commitmentOf(row: {
  deployment_id: string | null
  incident_id: string | null
  local_day: string | null
  day_number: number | null
  grade: string | null
  grade_position: number | null
  locked: boolean | null
  domestic_abuse: boolean | null
  repeat_victim: boolean | null
  vulnerable: boolean | null
  treat_as_urgent: boolean | null
  attend_by: Date | null
  acknowledged_at: Date | null
  mobile_at: Date | null
  at_scene_at: Date | null
}): Commitment | null {
  if (row.deployment_id === null || row.incident_id === null || row.local_day === null || row.day_number === null)
    return null
  const step = row.at_scene_at
    ? 'at-scene'
    : row.mobile_at
      ? 'mobile'
      : row.acknowledged_at
        ? 'acknowledged'
        : 'assigned'
  return {
    deploymentId: row.deployment_id,
    incidentId: row.incident_id,
    reference: logNumber(row.local_day, row.day_number),
    grade: row.grade,
    gradePosition: row.grade_position,
    step,
    watched: (row.locked ?? false) || (row.treat_as_urgent ?? false),
    flags: {
      domesticAbuse: row.domestic_abuse ?? false,
      repeatVictim: row.repeat_victim ?? false,
      vulnerable: row.vulnerable ?? false,
      treatAsUrgent: row.treat_as_urgent ?? false,
    },
    attendBy: row.attend_by?.toISOString() ?? null,
  }
}

import { Refusal } from '../core/index.ts'
import type { Trx } from '../db/index.ts'
import type { AddressFacts } from './entitlement-rules.ts'
import type { ProtectedPlace } from './protected-place.ts'

/** An incident as far as it decides who is told its address; `place` undefined: it is at no protected place. */
export type ProtectedIncident = AddressFacts & {
  asTyped: string
  place: (ProtectedPlace & { locality: string | null }) | undefined
}

/** @throws Refusal incident/unknown */
export async function getProtectedIncident(trx: Trx, incidentId: string): Promise<ProtectedIncident> {
  const incident = await trx
    .selectFrom('incident')
    .select(['status', 'area_id', 'handler_id', 'premises_id', 'location_text'])
    .where('id', '=', incidentId)
    .executeTakeFirst()
  if (!incident) throw new Refusal('incident/unknown', 'There is no such incident')
  const place = await trx
    .selectFrom('place')
    .select(['id', 'name', 'number', 'street', 'locality', 'town', 'postcode', 'lat', 'lon'])
    .where('id', '=', incident.premises_id ?? incidentId)
    .where('protected', '=', true)
    .executeTakeFirst()
  const callers = await trx.selectFrom('contact').select('handler_id').where('incident_id', '=', incidentId).execute()
  const going = await trx
    .selectFrom('deployment')
    .select('unit_id')
    .where('incident_id', '=', incidentId)
    .where('released_at', 'is', null)
    .execute()
  return {
    open: incident.status === 'open',
    areaId: incident.area_id,
    handlerIds: [incident, ...callers].flatMap(({ handler_id }) => handler_id ?? []),
    unitIdsGoing: going.map(({ unit_id }) => unit_id),
    asTyped: incident.location_text,
    place,
  }
}

import { sql } from 'kysely'
import type { Actor } from '../core/index.ts'
import type { Trx } from '../db/index.ts'

/** Locks the entry, so that of two who acknowledge it one is told. */
export async function lockEntry(trx: Trx, incidentId: string): Promise<void> {
  await trx.selectFrom('ppu_entry').select('incident_id').where('incident_id', '=', incidentId).forUpdate().execute()
}

/** Somebody of the unit has it, by name, by the database's clock. */
export async function saveEntryAcknowledged(trx: Trx, incidentId: string, { id, name }: Actor): Promise<void> {
  await trx
    .updateTable('ppu_entry')
    .set({ acknowledged_at: sql<Date>`clock_timestamp()`, acknowledged_by: id, acknowledged_by_name: name })
    .where('incident_id', '=', incidentId)
    .execute()
}

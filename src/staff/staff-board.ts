import type { Role } from '../core/index.ts'
import type { Reader } from '../db/index.ts'

/** Every member of staff, without secrets. */
export async function listStaff(db: Reader) {
  const rows = await db
    .selectFrom('staff')
    .select(['id', 'username', 'display_name', 'role', 'centre_id', 'areas', 'unit_id', 'active'])
    .orderBy('username')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    role: row.role as Role,
    centreId: row.centre_id,
    areas: row.areas,
    unitId: row.unit_id,
    active: row.active,
  }))
}

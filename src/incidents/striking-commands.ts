import { Refusal, undoRefusal } from '../core/index.ts'
import { type Answer, command, type Desk, type Order } from '../journal/index.ts'
import { logLine } from './incident-commands.ts'
import { findLogLine, getIncidentArea } from './incident-store.ts'

/**
 * Strikes a line through that was written a moment ago: by a correcting line, for nothing is ever taken off a log.
 * @throws Refusal log/unknown, undo/too-late, undo/not-yours
 */
export function strikeLogEntry(
  desk: Desk,
  order: Order,
  incidentId: string,
  entryId: string,
): Promise<Answer<{ id: string }>> {
  return command(desk, order, async (work) => {
    const areaId = await getIncidentArea(work.trx, incidentId)
    const line = await findLogLine(work.trx, incidentId, entryId)
    if (line?.kind !== 'note') throw new Refusal('log/unknown', 'There is no such line on this log')
    const refusal = undoRefusal({ at: line.at.getTime(), by: line.actor_id, since: null }, work.actor.id, Date.now())
    if (refusal) throw refusal
    const text = 'The line before was written by mistake, and is struck through'
    const entry = await logLine(work, incidentId, areaId, { kind: 'correction', text, corrects: entryId })
    work.audit({ op: 'alteration', subjectType: 'log-entry', subjectId: entryId, incidentId, reason: 'struck through' })
    return { status: 201, body: { id: entry.id } }
  })
}

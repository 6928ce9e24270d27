import type { JobHandler } from '../jobs/index.ts'
import { findEscalation, isReceipted } from './receipt-rules.ts'
import { getReceiptState, RECEIPT_OVERDUE } from './receipt-store.ts'

/**
 * When the time is up and no console that counts has receipted: says so to every desk of every area. The
 * "next console" of CRD/1 P5 is all of them, because the service cannot know which desk is manned; it names
 * the event and its incident and nothing of what they hold.
 */
export const receiptOverdue: JobHandler = {
  kind: RECEIPT_OVERDUE,
  async run(job, work) {
    const escalation = findEscalation(job.variant)
    if (!escalation) throw new Error(`no escalation ${job.variant}`)
    const { seq, type, incidentId, waitedSeconds, shownTo } = await getReceiptState(work.trx, job.subjectId)
    if (isReceipted(type, shownTo)) return
    work.record({
      type: escalation.says,
      audience: 'room',
      incidentId,
      areaId: null,
      data: { seq, type, incidentId, waitedSeconds: Math.max(0, Math.round(waitedSeconds * 10) / 10) },
    })
  },
}

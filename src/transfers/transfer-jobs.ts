import { theService } from '../core/index.ts'
import type { JobHandler } from '../jobs/index.ts'
import { command, type Order, type Work } from '../journal/index.ts'
import { raiseException } from '../supervision/index.ts'
import { TransferFault } from './transfer.ts'
import { getTransfer } from './transfer-board.ts'
import { note, OVERDUE, SEND, type TransferDesk } from './transfer-commands.ts'
import { waitAfter } from './transfer-rules.ts'
import { getTransferForUpdate, readMessage, saveAttempt, saveDelivered, saveFault } from './transfer-store.ts'

/** Where the force has no rules for it any more, somebody looks again after so many seconds. */
const LOOK_AGAIN_SECONDS = 60
/** After an attempt's own limit, so many seconds more, so that what came of it is written down first. */
const SPARE_SECONDS = 2

const byItself: Order = {
  actor: theService,
  tokenHash: Buffer.alloc(0),
  idempotencyKey: null,
  fingerprint: Buffer.alloc(0),
}

/**
 * Sends a message. That it is tried, and that somebody looks again, is one commit; it goes out after that, outside of any
 * transaction; what came of it is a commit of its own. A process that dies meanwhile leaves the look, which sends the
 * same message under the same id.
 */
export function sendTransferHandler(desk: TransferDesk): JobHandler {
  return {
    kind: SEND,
    run: async ({ subjectId }, work) => {
      const { state, attempts } = await getTransferForUpdate(work.trx, subjectId)
      if (state !== 'sending') return
      const rules = (await desk.book.find('transfer-partners'))?.body
      const again = (inSeconds: number) => work.later({ kind: SEND, subjectId, inSeconds })
      if (!rules) return again(LOOK_AGAIN_SECONDS)
      // the process died with the last attempt: nobody wrote down what came of it
      if (attempts > rules.retryAfterSeconds.length) return bury(work, desk, subjectId, 'unreachable')
      await saveAttempt(work.trx, subjectId)
      const wait = waitAfter(attempts + 1, rules.retryAfterSeconds) ?? 0
      again(Math.ceil(rules.withinMs / 1_000) + SPARE_SECONDS + wait)
    },
    runBeside: async ({ subjectId }, signal) => {
      const rules = (await desk.book.find('transfer-partners'))?.body
      const { state, partner, attempts } = await getTransfer(desk.db, subjectId)
      if (state !== 'sending' || !rules) return
      const line = desk.lines.find(({ code }) => code === partner)
      const message = await desk.db.transaction().execute((trx) => readMessage(trx, theService, subjectId))
      const limit = AbortSignal.any([signal, AbortSignal.timeout(rules.withinMs)])
      let fault: TransferFault['because'] | undefined
      try {
        if (!line) throw new TransferFault('unreachable', 'not connected here')
        await line.send(subjectId, JSON.stringify(message), limit)
      } catch (error) {
        // told to end: whoever starts next sends it again
        if (signal.aborted) return
        fault = error instanceof TransferFault ? error.because : 'unreachable'
      }
      await command(desk, byItself, async (work) => {
        await getTransferForUpdate(work.trx, subjectId)
        if (fault === undefined) await deliver(work, subjectId)
        else if (attempts > rules.retryAfterSeconds.length) await bury(work, desk, subjectId, fault)
        else await saveFault(work.trx, subjectId, fault, false)
        return { status: 200, body: null }
      })
    },
  }
}

/** Tells the supervisor that nobody there has acknowledged it in time. */
export function transferOverdueHandler(desk: TransferDesk): JobHandler {
  return {
    kind: OVERDUE,
    run: async ({ subjectId }, work) => {
      const { state, incidentId, partnerName, madeAt } = await getTransferForUpdate(work.trx, subjectId)
      if (state === 'acknowledged' || state === 'withdrawn') return
      await raiseException(work, desk.book, {
        kind: 'transfer-unacknowledged',
        incidentId,
        subjectType: 'transfer',
        subjectId,
        since: new Date(madeAt),
        because: `${partnerName} has not said that it has it`,
      })
    },
  }
}

async function deliver(work: Work, transferId: string): Promise<void> {
  if (!(await saveDelivered(work.trx, transferId))) return
  const { partnerName } = await getTransfer(work.trx, transferId)
  await note(work, 'transfer-delivered', transferId, `Delivered to ${partnerName}, not acknowledged yet`)
}

/** No attempt brought it there: a dead letter, before the supervisor. */
async function bury(
  work: Work,
  desk: TransferDesk,
  transferId: string,
  fault: TransferFault['because'],
): Promise<void> {
  if (!(await saveFault(work.trx, transferId, fault, true))) return
  const words = { unreachable: 'cannot be reached', refused: 'refused us', wrong: 'answered wrongly' }[fault]
  const { partnerName } = await getTransfer(work.trx, transferId)
  const because = `${partnerName} ${words}: hand it over by telephone, or send it again`
  const { incidentId } = await note(work, 'transfer-failed', transferId, because)
  await raiseException(work, desk.book, {
    kind: 'transfer-dead',
    incidentId,
    subjectType: 'transfer',
    subjectId: transferId,
    since: new Date(),
    because,
  })
}

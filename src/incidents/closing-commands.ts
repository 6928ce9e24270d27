import type { z } from 'zod'
import { Refusal } from '../core/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { type Answer, command, type Desk, type Order, type Work } from '../journal/index.ts'
import type { closingView } from './closing-contract.ts'
import { listMissing, listOwed, listUnsaid, mayClose, type Owed } from './closing-rules.ts'
import { getClosingFacts, listMissingByFloor } from './closing-store.ts'

type ClosingDesk = Desk & { book: DefinitionBook }

/** What an open incident still owes before it may be closed, each with who owes it; the reading is on the audit. */
export function showClosing(
  desk: ClosingDesk,
  order: Order,
  incidentId: string,
): Promise<Answer<z.output<typeof closingView>>> {
  return command(desk, order, async (work) => {
    const { isOpen, ...facts } = await getClosingFacts(work.trx, incidentId)
    if (!isOpen) throw new Refusal('incident/closed', 'The incident is closed')
    const checklist = await desk.book.find('closure-checklist')
    work.audit({
      op: 'consultation',
      subjectType: 'incident',
      subjectId: incidentId,
      incidentId,
      reason: 'what is owed before closing',
    })
    const owed = await listAllMissing(work, desk, incidentId, {})
    return {
      status: 200,
      body: {
        incidentId,
        locked: facts.locked,
        youMay: mayClose(work.actor, facts),
        owed,
        rulesVersion: checklist?.version ?? null,
      },
    }
  })
}

/**
 * Asks the force's own list, in the transaction that closes: the database has already asked who may, and its own list.
 * @throws Refusal incident/incomplete
 */
export async function mustOweNothing(work: Work, desk: ClosingDesk, incidentId: string, result: object): Promise<void> {
  const missing = await listAllMissing(work, desk, incidentId, result)
  if (missing.length > 0) throw incomplete(missing)
}

/** The database found something missing, and undid the closing: all that is missing is told at once, with its fields. */
export async function tellAllMissing(
  desk: ClosingDesk,
  order: Order,
  incidentId: string,
  result: object,
): Promise<Refusal> {
  const { body } = await command(desk, { ...order, idempotencyKey: null }, async (work) => ({
    status: 200,
    body: await listAllMissing(work, desk, incidentId, result),
  }))
  return incomplete(body)
}

async function listAllMissing(
  { trx }: Pick<Work, 'trx'>,
  { book }: ClosingDesk,
  incidentId: string,
  result: object,
): Promise<Owed[]> {
  const checklist = (await book.find('closure-checklist'))?.body ?? []
  const facts = await getClosingFacts(trx, incidentId)
  const floor = await listMissingByFloor(trx, incidentId, result)
  return listMissing(listUnsaid(listOwed(facts, checklist), result), floor)
}

function incomplete(missing: Owed[]): Refusal {
  return new Refusal('incident/incomplete', 'The log is not complete enough to close', {
    missing,
    errors: missing.flatMap(({ fields, detail, owedBy }) =>
      fields.map((field) => ({ pointer: `/result/${field}`, detail: `${detail} (${owedBy})` })),
    ),
  })
}

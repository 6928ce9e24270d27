import { newId, Refusal } from '../core/index.ts'
import { type Answer, command, type Desk, type Order, type Work } from '../journal/index.ts'
import { type CheckKind, checkKinds } from './check.ts'
import { mustBeOpen, saveCheckRequest, saveRepeatedChecks } from './check-store.ts'

/** What is asked, and for whom. */
export type CheckWish = {
  kind: CheckKind
  /** the E.164 number, the premises' id, the person's name */
  query: string
  /** a person's date of birth, where it is known */
  bornOn?: string | null
  contactId?: string | null
  incidentId?: string | null
  /** what asked: `ring`, `location chosen`, or a member of staff */
  requestedBy: string
}

/**
 * Asks for a check inside a command of another room (CR-06): it is a row before anybody waits for it, and runs
 * right after the commit. An earlier one that this one replaces stays as it was. @returns its id
 */
export async function requestCheck(work: Work, wish: CheckWish): Promise<string> {
  const id = newId()
  const { kind, query, bornOn = null, contactId = null, incidentId = null, requestedBy } = wish
  await saveCheckRequest(work.trx, { id, kind, query, bornOn, contactId, incidentId, requestedBy })
  planCheck(work, id)
  return id
}

/**
 * Asks again for everything of an incident that can be asked about, because a person wants to know what is
 * known now. The control room does so; a crew asks the control room.
 */
export function requestChecksAgain(
  desk: Desk,
  order: Order,
  incidentId: string,
  kinds: readonly CheckKind[] = checkKinds,
): Promise<Answer<{ checks: Array<{ id: string; kind: CheckKind }> }>> {
  return command(desk, order, async (work) => {
    const { actor } = work
    if (actor.kind === 'system' || actor.role === 'unit')
      throw new Refusal('right/missing', 'Checks are asked for by the control room')
    await mustBeOpen(work.trx, incidentId)
    const checks = await saveRepeatedChecks(work.trx, incidentId, kinds, actor.id)
    for (const { id } of checks) planCheck(work, id)
    work.audit({
      op: 'consultation',
      subjectType: 'incident',
      subjectId: incidentId,
      incidentId,
      reason: 'asked for the checks again',
      detail: { kinds },
    })
    return { status: 201, body: { checks } }
  })
}

function planCheck(work: Work, checkId: string): void {
  work.later({ kind: 'run-check', subjectId: checkId })
}

import { newId, Refusal } from '../core/index.ts'
import { type Answer, command, type Desk, type Order, type Work } from '../journal/index.ts'
import { type CheckKind, checkKinds } from './check.ts'
import { mustBeOpen, type RequestedCheck, saveCheckRequest, saveIdentity, saveRepeatedChecks } from './check-store.ts'
import { FORCE_RECORDS } from './source.ts'

/** What is asked, and for whom. */
export type CheckWish = {
  kind: Exclude<CheckKind, 'pair'>
  /** the E.164 number, the premises' id, the person's name */
  query: string
  /** a person's date of birth, where it is known */
  bornOn?: string | null
  /** or an age in years */
  aged?: number | null
  /** the row of whoever was named on the incident: orders between them and the other side are asked for too */
  namedId?: string | null
  contactId?: string | null
  incidentId?: string | null
  /** what asked: `ring`, `location chosen`, or a member of staff */
  requestedBy: string
}

/**
 * Asks for a check inside a command of another room (CR-06): it is a row before anybody waits for it, and runs
 * right after the commit; so does the same question to every other system that is connected. An earlier one that this one
 * replaces stays as it was. @returns the id of the check of our own records
 */
export async function requestCheck(work: Work, wish: CheckWish): Promise<string> {
  const id = newId()
  const {
    kind,
    query,
    bornOn = null,
    aged = null,
    namedId = null,
    contactId = null,
    incidentId = null,
    requestedBy,
  } = wish
  planChecks(
    work,
    await saveCheckRequest(work.trx, { id, kind, query, bornOn, aged, namedId, contactId, incidentId, requestedBy }),
  )
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
): Promise<Answer<{ checks: RequestedCheck[] }>> {
  return command(desk, order, async (work) => {
    const { actor } = work
    mustBeOfTheRoom(work)
    await mustBeOpen(work.trx, incidentId)
    const checks = await saveRepeatedChecks(work.trx, incidentId, kinds, actor.id)
    planChecks(work, checks)
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

/**
 * Somebody of the control room says who of the records was named, or, with null, that it is none of those offered. The
 * records of that person are asked for at once, and the orders between them and the other side.
 */
export function identifyPerson(
  desk: Desk,
  order: Order,
  incidentId: string,
  namedId: string,
  wish: { personId: string | null; reason: string },
): Promise<Answer<{ checks: RequestedCheck[] }>> {
  return command(desk, order, async (work) => {
    mustBeOfTheRoom(work)
    await mustBeOpen(work.trx, incidentId)
    const named = await saveIdentity(work.trx, work.actor, { incidentId, namedId, ...wish })
    const checks = await saveCheckRequest(work.trx, {
      id: newId(),
      kind: 'person',
      query: named.name,
      bornOn: named.bornOn,
      aged: named.aged,
      namedId,
      contactId: null,
      incidentId,
      requestedBy: work.actor.id,
    })
    planChecks(work, checks)
    return { status: 201, body: { checks } }
  })
}

/** Plans the work of checks that were asked for: our own records inside a job, another system beside one. */
export function planChecks(work: Pick<Work, 'later'>, checks: readonly RequestedCheck[]): void {
  for (const { id, source } of checks) {
    work.later({ kind: source === FORCE_RECORDS ? 'run-check' : 'ask-source', subjectId: id })
  }
}

/**
 * Plans that checks which have grown old are asked again, because somebody is being sent there: nobody waits for it, and what
 * is new is added to the crew's briefing.
 */
export function planFreshChecks(work: Pick<Work, 'later'>, incidentId: string): void {
  work.later({ kind: 'refresh-checks', subjectId: incidentId })
}

/** @throws Refusal right/missing */
function mustBeOfTheRoom({ actor }: Work): void {
  if (actor.kind === 'system' || actor.role === 'unit')
    throw new Refusal('right/missing', 'Checks are asked for by the control room')
}

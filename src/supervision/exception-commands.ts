import { Refusal } from '../core/index.ts'
import type { DefinitionBook, Escalation, ExceptionKind } from '../definitions/index.ts'
import { saveLogEntry } from '../incidents/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order, type Work } from '../journal/index.ts'
import { patienceOf } from './clock-rules.ts'
import {
  audienceOf,
  findPost,
  findPostOfStep,
  putBefore,
  refuseAcknowledging,
  ruleOf,
  splitChain,
  stepAfter,
} from './escalation-rules.ts'
import { getException } from './exception-board.ts'
import type { ExceptionView, supervisionEvents } from './exception-contract.ts'
import {
  findStanding,
  getExceptionForUpdate,
  type kindsOfOtherRooms,
  listStanding,
  type NewException,
  saveAcknowledged,
  saveCameBack,
  saveException,
  saveResolved,
  saveTold,
} from './exception-store.ts'

type Event = EventOf<typeof supervisionEvents>

/** What this room works with. */
export type WatchDesk = Desk & { book: DefinitionBook }
/** The kind of the jobs that tell the next of a chain; subject is the exception. */
export const ESCALATE = 'escalate'

/** The kind of the jobs that ask whether what somebody took in hand stands still; subject is the exception. */
export const HELD = 'held-in-hand'

/** The chains in force, with their version. */
export type RulesInForce = { body: Escalation; version: string }

/**
 * Brings what is raised of one incident, or of the force, in step with what stands: raises what is new and tells the
 * first of its chain, ends what is over. Inside the caller's transaction, which holds the lock on those clocks.
 */
export async function keepInStep(
  work: Work,
  incidentId: string | null,
  standing: readonly NewException[],
  rules: RulesInForce,
): Promise<void> {
  const keyOf = (kind: string, subjectId: string) => `${kind} ${subjectId}`
  const already = new Map(
    (await listStanding(work.trx, incidentId)).map((one) => [keyOf(one.kind, one.subject_id), one]),
  )
  for (const one of standing) {
    if (!already.delete(keyOf(one.kind, one.subjectId))) await raise(work, incidentId, one, rules)
  }
  for (const { id } of already.values()) await resolve(work, id, rules.body)
}

/** A kind that another room raises. */
export type OtherKind = (typeof kindsOfOtherRooms)[number]

/**
 * Raises what another room found to wait too long, unless it stands already or the force has no rule for it. `incidentId`
 * null: of the force. Inside the caller's transaction.
 */
export async function raiseException(
  work: Work,
  book: DefinitionBook,
  one: {
    kind: OtherKind
    incidentId: string | null
    subjectType: 'incident' | 'transfer' | 'force'
    subjectId: string
    since: Date
    because: string
  },
): Promise<void> {
  const rules = await book.find('escalation')
  if (!rules) return
  const { incidentId, since, ...raised } = one
  await raise(work, incidentId, { ...raised, unitId: null, since: since.getTime() }, rules)
}

/** It is over: nothing of that kind stands about this subject any more. */
export async function endException(
  work: Work,
  book: DefinitionBook,
  kind: OtherKind,
  subjectId: string,
): Promise<void> {
  const rules = await book.find('escalation')
  const id = await findStanding(work.trx, kind, subjectId)
  if (rules && id !== undefined) await resolve(work, id, rules.body)
}

/** After how many seconds this is too long, by the rules in force; undefined: the force never raises it. */
export async function patienceSeconds(book: DefinitionBook, kind: OtherKind): Promise<number | undefined> {
  const rules = await book.find('escalation')
  const patience = rules && patienceOf(kind, { grade: null }, rules.body)
  return patience === undefined ? undefined : patience / 1_000
}

async function raise(
  work: Work,
  incidentId: string | null,
  one: NewException,
  { body, version }: RulesInForce,
): Promise<void> {
  const rule = ruleOf(one.kind, body)
  if (!rule) return
  const id = await saveException(work.trx, one, { incidentId, rule, version })
  if (id === undefined) return
  const { now, later } = splitChain(rule)
  for (const { step, post } of now) await saveTold(work.trx, id, step, post)
  for (const { step, afterSeconds } of later) {
    work.later({ kind: ESCALATE, subjectId: id, variant: String(step), inSeconds: afterSeconds, payload: { step } })
  }
  const last = now.at(-1)?.step
  if (later.length === 0 && last !== undefined) planNext(work, id, rule, { step: last, goesOn: false, round: 0 })
  const exception = await getException(work.trx, id, body)
  await sayOnLog(
    work,
    exception,
    now.map(({ post }) => findPost(post, body)?.name ?? post),
  )
  work.record({ type: 'exception-raised', ...routeOf(exception, body), data: { exception } } satisfies Event)
}

async function resolve(work: Work, exceptionId: string, rules: Escalation): Promise<void> {
  if (!(await saveResolved(work.trx, exceptionId))) return
  const exception = await getException(work.trx, exceptionId, rules)
  work.record({ type: 'exception-resolved', ...routeOf(exception, rules), data: { exception } } satisfies Event)
}

type Step = { step: number; goesOn: boolean }

/**
 * Tells the next of the chain, or its last again, unless somebody has it in hand or it is over. Once a step, whoever tries
 * again. `goesOn`: somebody had it in hand, and it stood still when that ran out.
 */
export async function escalate(
  work: Work,
  exceptionId: string,
  { step, goesOn }: Step,
  rules: Escalation,
): Promise<void> {
  const one = await getExceptionForUpdate(work.trx, exceptionId)
  if (one.resolved_at || one.acknowledged_by_name !== null) return
  const rule = ruleOf(one.kind as ExceptionKind, rules)
  const post = findPostOfStep(one.kind as ExceptionKind, step, rules)
  if (!rule || !post || !(await saveTold(work.trx, exceptionId, step, post.code))) return
  planNext(work, exceptionId, rule, { step, goesOn, round: one.came_back })
  const exception = await getException(work.trx, exceptionId, rules)
  const to = exception.told.at(-1)?.to ?? null
  const named = to === null ? post.name : `${post.name} ${to}`
  await sayOnLog(work, exception, [named])
  work.record({
    type: 'exception-escalated',
    ...routeOf(exception, rules),
    data: { exception, to: named },
  } satisfies Event)
}

function planNext(
  work: Work,
  exceptionId: string,
  rule: Parameters<typeof stepAfter>[0],
  { step, goesOn, round }: Step & { round: number },
): void {
  const next = stepAfter(rule, step, goesOn)
  if (!next) return
  work.later({
    kind: ESCALATE,
    subjectId: exceptionId,
    variant: `${next.step} of ${round}`,
    inSeconds: next.inSeconds,
    payload: { step: next.step, goesOn },
  })
}

/**
 * Somebody said that it is in hand, and it stands still when the time for that has run out: it is nobody's again, and the
 * chain goes on with whoever is next. @param round how often it had come back when that was said
 */
export async function takeBack(work: Work, exceptionId: string, round: number, rules: Escalation): Promise<void> {
  const one = await getExceptionForUpdate(work.trx, exceptionId)
  if (one.resolved_at || one.acknowledged_by_name === null || one.came_back !== round) return
  await saveCameBack(work.trx, exceptionId)
  const exception = await getException(work.trx, exceptionId, rules)
  if (exception.incidentId)
    await saveLogEntry(work, exception.incidentId, {
      kind: 'system',
      text: `Not in hand any more: ${exception.name}. It stands still`,
    })
  work.record({ type: 'exception-came-back', ...routeOf(exception, rules), data: { exception } } satisfies Event)
  await escalate(work, exceptionId, { step: one.lastStep + 1, goesOn: true }, rules)
}

/** Somebody says that it is in hand: the chain rests for as long as the force lets it, or until the exception is over. */
export async function acknowledgeException(
  desk: WatchDesk,
  order: Order,
  exceptionId: string,
): Promise<Answer<ExceptionView>> {
  const rules = (await desk.book.find('escalation'))?.body
  if (!rules) throw new Refusal('exception/unknown', 'The force has no escalation in force')
  return command(desk, order, async (work) => {
    const one = await getExceptionForUpdate(work.trx, exceptionId)
    const { told, areaId } = one
    const refused = refuseAcknowledging(
      { told, areaId, acknowledgedBy: one.acknowledged_by_name, resolved: one.resolved_at !== null },
      work.actor,
      rules,
    )
    if (refused instanceof Refusal) throw refused
    await saveAcknowledged(work.trx, exceptionId, work.actor)
    const heldSeconds = ruleOf(one.kind as ExceptionKind, rules)?.heldSeconds
    const round = one.came_back
    if (heldSeconds !== undefined)
      work.later({
        kind: HELD,
        subjectId: exceptionId,
        variant: String(round),
        inSeconds: heldSeconds,
        payload: { round },
      })
    const exception = await getException(work.trx, exceptionId, rules)
    if (exception.incidentId)
      await saveLogEntry(work, exception.incidentId, { kind: 'action', text: `In hand: ${exception.name}` })
    work.audit({
      op: 'alteration',
      subjectType: 'exception',
      subjectId: exceptionId,
      incidentId: exception.incidentId,
      reason: `acknowledged: ${exception.kind}`,
    })
    work.record({ type: 'exception-acknowledged', ...routeOf(exception, rules), data: { exception } } satisfies Event)
    return { status: 200, body: exception }
  })
}

async function sayOnLog(work: Work, { incidentId, name, because }: ExceptionView, to: string[]): Promise<void> {
  if (incidentId === null) return
  await saveLogEntry(work, incidentId, { kind: 'system', text: `${putBefore(to)}: ${name}. ${because}` })
}

function routeOf({ incidentId, areaId, told }: ExceptionView, rules: Escalation) {
  return {
    audience: audienceOf(
      told.map(({ post }) => post),
      rules,
    ),
    incidentId,
    areaId,
  } as const
}

import { localDay, theService } from '../core/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import type { JobHandler } from '../jobs/index.ts'
import type { Desk, EventOf, Work } from '../journal/index.ts'
import type { CheckKind, CheckState, Finding } from './check.ts'
import {
  askRecords,
  findCheck,
  findOutstandingForUpdate,
  getCheckForUpdate,
  type RecordsAnswer,
  type StandingCheck,
  saveAnswer,
  saveRunning,
} from './check-store.ts'
import { type FindingTerms, rankFindings } from './finding-rules.ts'
import type { historyEvents } from './history-contract.ts'

type Event = EventOf<typeof historyEvents>

/** How long a source may take before it counts as unavailable, in milliseconds. */
const SOURCE_TIMEOUT_MS = 1_000
/** How long whoever composes a briefing waits for checks that have not begun, all together, in milliseconds. */
const OUTSTANDING_WITHIN_MS = 300

/** A check that has ended, for whoever decides on flags, grade and briefing. */
export type EndedCheck = { checkId: string; kind: CheckKind; contactId: string | null; incidentId: string | null }

/** What running a check needs. */
export type CheckDeps = {
  desk: Pick<Desk, 'db'>
  book: DefinitionBook
  /** decides on flags, grade and briefing, in the same commit as the answer */
  onChecked: (work: Work, ended: EndedCheck) => Promise<void>
  /** what went wrong with a source, for the operators' log: it holds no personal data */
  onFault?: (fault: { kind: CheckKind; state: CheckState; name: string; code: string | undefined }) => void
}

/** Variant of the job that only tells the others of a check that was given up. */
const GIVEN_UP = 'given-up'

/**
 * Runs a check that was asked for. It is marked as running in a commit of its own, so that everybody sees that
 * somebody is asking; the records are asked without any lock; answer, event and what follows are one commit.
 * A source that does not answer is unavailable, anything else that goes wrong is a failure, and neither is ever
 * "no trace" (I12).
 */
export function runCheckHandler(deps: CheckDeps): JobHandler {
  return {
    kind: 'run-check',
    run: async (job, work) => {
      await saveRunning(deps.desk.db, job.subjectId)
      const before = await findCheck(work.trx, job.subjectId)
      if (!before || before.superseded) return
      const answer = isFinished(before.state)
        ? undefined
        : await askRecords(work.trx, theService, 'automatic check', before.id, SOURCE_TIMEOUT_MS)
      const check = await getCheckForUpdate(work.trx, before)
      if (answer && !isFinished(check.state)) await finish(work, check, answer, deps)
      // also when whoever composed a briefing could not wait and asked first: flags and grade have not heard yet
      if (!check.superseded) await deps.onChecked(work, asEnded(check))
    },
    giveUp: async (job, work) => {
      const before = await findCheck(work.trx, job.subjectId)
      if (!before) return
      const check = await getCheckForUpdate(work.trx, before)
      if (isFinished(check.state)) return
      await end(work, check, { state: 'failed', findings: null, ms: null })
      // in a job of its own: what tells the others may be what failed, and this must be saved all the same
      work.later({ kind: 'run-check', subjectId: check.id, variant: GIVEN_UP })
    },
  }
}

/**
 * Runs, in the caller's transaction, the checks of an incident that have not begun, so that a briefing that is
 * composed now is complete. Bounded: what is not answered in time stays as it was, is named PENDING, and is
 * answered by its own job, which also tells flags and grade.
 */
export async function finishOutstandingChecks(
  work: Work,
  incidentId: string,
  deps: Pick<CheckDeps, 'book' | 'onFault'>,
  withinMs = OUTSTANDING_WITHIN_MS,
): Promise<void> {
  const until = performance.now() + withinMs
  const tried: string[] = []
  for (;;) {
    const left = until - performance.now()
    if (left <= 0) return
    const check = await findOutstandingForUpdate(work.trx, incidentId, tried)
    if (!check) return
    tried.push(check.id)
    const answer = await askRecords(work.trx, theService, 'check for a briefing', check.id, left)
    // our own patience, not the source's: the job asks again, and waits longer
    if (!answer.answered && answer.timedOut) continue
    await finish(work, check, answer, deps)
  }
}

async function finish(
  work: Work,
  check: StandingCheck,
  answer: RecordsAnswer,
  deps: Pick<CheckDeps, 'book' | 'onFault'>,
): Promise<void> {
  const { ms } = answer
  const fail = async (state: 'failed' | 'source_unavailable', error: unknown) => {
    const { name, code } = error as Error & { code?: string }
    deps.onFault?.({ kind: check.kind, state, name, code })
    await end(work, check, { state, findings: null, ms })
  }
  if (!answer.answered) return await fail(answer.reachable ? 'failed' : 'source_unavailable', answer.error)
  let findings: Finding[]
  try {
    findings = rankFindings(answer.records, await findTerms(check.kind, deps.book))
  } catch (error) {
    // an answer that cannot be read, or a force without words for it
    return await fail('failed', error)
  }
  await end(work, check, { state: findings.length > 0 ? 'hit' : 'no_trace', findings, ms })
}

const KEYS = { phone: 'number', premises: 'premises', person: 'person' } as const

async function findTerms(kind: CheckKind, book: DefinitionBook): Promise<FindingTerms> {
  return {
    key: KEYS[kind],
    markerCodes: (await book.get('marker-codes')).body,
    incidentTypes: (await book.get('incident-types')).body,
    repeatAndVulnerable: (await book.get('repeat-and-vulnerable')).body,
    today: localDay(new Date()),
  }
}

async function end(
  work: Work,
  check: StandingCheck,
  answer: { state: CheckState; findings: Finding[] | null; ms: number | null },
): Promise<void> {
  const { id, kind, contactId, incidentId, areaId } = check
  await saveAnswer(work.trx, id, answer)
  work.record({
    type: 'check-completed',
    audience: 'room',
    incidentId,
    areaId,
    data: {
      checkId: id,
      kind,
      state: answer.state,
      contactId,
      incidentId,
      durationMs: answer.ms,
      findings: answer.findings ?? [],
    },
  } satisfies Event)
}

function isFinished(state: CheckState): boolean {
  return state !== 'not_started' && state !== 'running'
}

function asEnded({ id, kind, contactId, incidentId }: StandingCheck): EndedCheck {
  return { checkId: id, kind, contactId, incidentId }
}

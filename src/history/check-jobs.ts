import { newId } from '../core/index.ts'
import type { JobHandler } from '../jobs/index.ts'
import type { Desk, Work } from '../journal/index.ts'
import { checkKinds } from './check.ts'
import { planChecks } from './check-commands.ts'
import {
  answeredWith,
  asEnded,
  type EndedCheck,
  type EndingDeps,
  endCheck,
  endedBadly,
  isFinished,
} from './check-ending.ts'
import { type Looked, lookUp } from './check-look-up.ts'
import {
  findCheck,
  findOutstandingForUpdate,
  getCheckForUpdate,
  isStillOpen,
  type StandingCheck,
  saveRepeatedChecks,
  saveRetry,
  saveRunning,
} from './check-store.ts'

/** How long our own records may take before they count as unavailable, in milliseconds. */
const RECORDS_TIMEOUT_MS = 1_000
/** How long whoever composes a briefing waits for checks that have not begun, all together, in milliseconds. */
const OUTSTANDING_WITHIN_MS = 300

/** What running a check needs. */
export type CheckDeps = EndingDeps & {
  desk: Pick<Desk, 'db'>
  /** decides on flags, grade and briefing, in the same commit as the answer */
  onChecked: (work: Work, ended: EndedCheck) => Promise<void>
}

/** Variant of the job that only tells the others of a check that was given up. */
const GIVEN_UP = 'given-up'

/**
 * Runs a check of our own records that was asked for. It is marked as running in a commit of its own beside the asking, so that
 * everybody sees it; the records are asked without any lock; answer, event and what follows are one commit.
 * A source that does not answer is unavailable, anything else that goes wrong is a failure, and neither is ever
 * "no trace" (I12).
 */
export function runCheckHandler(deps: CheckDeps): JobHandler {
  return {
    kind: 'run-check',
    run: async (job, work) => {
      const before = await findCheck(work.trx, job.subjectId)
      if (!before || before.superseded) return
      const [looked] = isFinished(before.state)
        ? []
        : await Promise.all([
            lookUp(work.trx, before, 'automatic check', RECORDS_TIMEOUT_MS, deps.book),
            saveRunning(deps.desk.db, job.subjectId),
          ])
      const check = await getCheckForUpdate(work.trx, before)
      if (looked && !isFinished(check.state)) await finish(work, check, looked, deps)
      // also when whoever composed a briefing could not wait and asked first: flags and grade have not heard yet
      if (!check.superseded) await deps.onChecked(work, asEnded(check))
    },
    giveUp: async (job, work) => {
      const before = await findCheck(work.trx, job.subjectId)
      if (!before) return
      const check = await getCheckForUpdate(work.trx, before)
      if (isFinished(check.state)) return
      await endCheck(work, check, { state: 'failed', findings: [], candidates: [], ms: null }, deps)
      // in a job of its own: what tells the others may be what failed, and this must be saved all the same
      work.later({ kind: 'run-check', subjectId: check.id, variant: GIVEN_UP })
    },
  }
}

/** Asks a source again that could not be reached, unless nobody needs to know any more. */
export const retryCheckHandler: JobHandler = {
  kind: 'retry-check',
  run: async (job, work) => planChecks(work, await saveRetry(work.trx, newId(), job.subjectId)),
}

/** Asks again what was asked too long ago, because somebody is being sent (F6). What it finds is added to the briefing. */
export function refreshChecksHandler({ book }: Pick<EndingDeps, 'book'>): JobHandler {
  return {
    kind: 'refresh-checks',
    run: async (job, work) => {
      const freshFor = (await book.find('check-sources'))?.body.freshForSeconds
      if (freshFor === undefined || !(await isStillOpen(work.trx, job.subjectId))) return
      planChecks(work, await saveRepeatedChecks(work.trx, job.subjectId, checkKinds, 'unit sent', freshFor))
    },
  }
}

/**
 * Runs, in the caller's transaction, the checks of our own records that have not begun, so that a briefing that is
 * composed now is complete. Bounded: what is not answered in time stays as it was, is named PENDING, and is
 * answered by its own job, which also tells flags and grade. Other systems are never waited for.
 */
export async function finishOutstandingChecks(
  work: Work,
  incidentId: string,
  deps: EndingDeps,
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
    const looked = await lookUp(work.trx, check, 'check for a briefing', left, deps.book)
    // our own patience, not the source's: the job asks again, and waits longer
    if (!looked.answered && looked.timedOut) continue
    await finish(work, check, looked, deps)
  }
}

async function finish(work: Work, check: StandingCheck, looked: Looked, deps: EndingDeps): Promise<void> {
  const { ms } = looked
  const ending = looked.answered
    ? answeredWith(looked.findings, looked.candidates, ms)
    : endedBadly(check, looked.reachable ? 'failed' : 'source_unavailable', looked.error, ms, deps)
  await endCheck(work, check, ending, deps)
}

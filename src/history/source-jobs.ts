import { localDay, theService } from '../core/index.ts'
import type { JobHandler } from '../jobs/index.ts'
import { command, type Desk, type Order, type Work } from '../journal/index.ts'
import { answeredWith, asEnded, type Ending, endCheck, endedBadly, isFinished } from './check-ending.ts'
import type { CheckDeps } from './check-jobs.ts'
import { variantsOf } from './check-look-up.ts'
import { findCheck, getCheckForUpdate, readQuestion, type StandingCheck, saveRunning } from './check-store.ts'
import { type OutsideSource, SourceFault, sourceQuestion } from './source.ts'
import { ANOTHER_SUBJECT, toFindings } from './source-rules.ts'

/** What asking other systems needs: their gateways, and what a finished check needs. */
export type SourceDeps = Omit<CheckDeps, 'desk'> & { desk: Desk; sources: readonly OutsideSource[] }

/** Variant of the job that looks whether the asking came to an end; how often it may find that it did not. */
const WATCH = 'watch'
const MOST_WATCHES = 3
/** How long after a source's own limit the asking must have ended, in seconds. */
const WATCH_AFTER_S = 10
/** How long a source is given that this node has no address of, in milliseconds: only for the watch. */
const UNKNOWN_WITHIN_MS = 1_000

const GIVEN_UP: Ending = { state: 'failed', findings: [], candidates: [], ms: null }
const byItself: Order = {
  actor: theService,
  tokenHash: Buffer.alloc(0),
  idempotencyKey: null,
  fingerprint: Buffer.alloc(0),
}

/**
 * Asks another system. That the check runs, and that somebody looks whether it ended, is one commit; the system is asked
 * after it, outside of any transaction and of the job's lane; its answer is a commit of its own. A process that dies meanwhile leaves
 * the watch, which asks again, three times at most.
 */
export function askSourceHandler(deps: SourceDeps): JobHandler {
  const sourceOf = (check: StandingCheck) => deps.sources.find(({ code }) => code === check.source)
  return {
    kind: 'ask-source',
    run: async (job, work) => {
      const before = await findCheck(work.trx, job.subjectId)
      if (!before || before.superseded || isFinished(before.state)) return
      const watches = Number(job.payload['watches'] ?? 0)
      if (watches >= MOST_WATCHES) return end(work, before, GIVEN_UP, deps)
      await saveRunning(work.trx, before.id)
      const withinMs = sourceOf(before)?.withinMs ?? UNKNOWN_WITHIN_MS
      work.later({
        kind: 'ask-source',
        subjectId: before.id,
        variant: WATCH,
        inSeconds: Math.ceil(withinMs / 1_000) + WATCH_AFTER_S,
        payload: { watches: watches + 1 },
      })
    },
    runBeside: async (job, signal) => {
      const { desk } = deps
      const asked = await desk.db.transaction().execute(async (trx) => {
        const check = await findCheck(trx, job.subjectId)
        if (!check || check.superseded || check.state !== 'running') return undefined
        return { check, question: sourceQuestion.safeParse(await readQuestion(trx, theService, check.id)) }
      })
      if (!asked) return
      const { check, question } = asked
      const ending = question.success
        ? await ask(check, question.data, sourceOf(check), signal, deps)
        : endedBadly(check, 'failed', question.error, 0, deps)
      // told to end: whoever starts next asks again
      if (!ending) return
      await command(desk, byItself, async (work) => {
        await end(work, check, ending, deps)
        return { status: 200, body: null }
      })
    },
    giveUp: async (job, work) => {
      const before = await findCheck(work.trx, job.subjectId)
      if (before) await end(work, before, GIVEN_UP, deps)
    },
  }
}

/** Ends it under its lock, once, and tells the others. */
async function end(work: Work, before: StandingCheck, ending: Ending, deps: SourceDeps): Promise<void> {
  const check = await getCheckForUpdate(work.trx, before)
  if (isFinished(check.state) || check.superseded) return
  await endCheck(work, check, ending, deps)
  await deps.onChecked(work, asEnded(check))
}

async function ask(
  check: StandingCheck,
  question: Parameters<OutsideSource['ask']>[1],
  source: OutsideSource | undefined,
  signal: AbortSignal,
  deps: SourceDeps,
): Promise<Ending | undefined> {
  const began = performance.now()
  const took = () => performance.now() - began
  if (!source)
    return endedBadly(check, 'source_unavailable', new SourceFault('unreachable', 'not connected here'), 0, deps)
  try {
    const answer = await source.ask(check.id, question, AbortSignal.any([signal, AbortSignal.timeout(source.withinMs)]))
    const listed = (await deps.book.find('check-sources'))?.body.sources.find(({ code }) => code === source.code)
    const findings = toFindings(question, answer, {
      sourceName: listed?.name ?? source.code,
      variants: await variantsOf(deps.book),
      today: localDay(new Date()),
    })
    if (findings === ANOTHER_SUBJECT) throw new SourceFault('wrong', 'it answered about somebody or something else')
    return answeredWith(findings, [], took())
  } catch (error) {
    if (signal.aborted) return undefined
    const isAway = error instanceof SourceFault && error.because === 'unreachable'
    return endedBadly(check, isAway ? 'source_unavailable' : 'failed', error, took(), deps)
  }
}

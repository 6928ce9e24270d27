import type { DefinitionBook } from '../definitions/index.ts'
import type { EventOf, Work } from '../journal/index.ts'
import type { CheckCandidate, CheckKind, CheckState, Finding } from './check.ts'
import { type StandingCheck, saveAnswer } from './check-store.ts'
import type { historyEvents } from './history-contract.ts'
import { SourceFault } from './source.ts'

type Event = EventOf<typeof historyEvents>

/** A check that has ended, for whoever decides on flags, grade and briefing. */
export type EndedCheck = { checkId: string; kind: CheckKind; contactId: string | null; incidentId: string | null }

/** What went wrong with a source, for the operators' log: it holds no personal data. */
export type SourceTrouble = {
  kind: CheckKind
  source: string
  state: CheckState
  name: string
  code: string | undefined
  /** the source did not accept our token or certificate: an operator must look */
  refused: boolean
}

/** What ending a check needs. */
export type EndingDeps = { book: DefinitionBook; onFault?: (fault: SourceTrouble) => void }

/** How a check ended; `ms` null when it was given up. */
export type Ending = {
  state: 'hit' | 'no_trace' | 'source_unavailable' | 'failed'
  findings: Finding[]
  candidates: CheckCandidate[]
  ms: number | null
  /** the source did not accept who we are */
  refused?: boolean
}

/** Something answered: `hit` when it has anything to say. */
export function answeredWith(findings: Finding[], candidates: CheckCandidate[], ms: number): Ending {
  return { state: findings.length > 0 ? 'hit' : 'no_trace', findings, candidates, ms }
}

/** A source did not answer, or not in a way that can be used: never "no trace" (I12). The operators are told. */
export function endedBadly(
  check: StandingCheck,
  state: 'source_unavailable' | 'failed',
  error: unknown,
  ms: number,
  { onFault }: EndingDeps,
): Ending {
  const { name, code } = error as Error & { code?: string }
  const refused = error instanceof SourceFault && error.because === 'refused'
  onFault?.({ kind: check.kind, source: check.source, state, name, code, refused })
  return { state, findings: [], candidates: [], ms, refused }
}

/**
 * Writes how a check ended and tells the room, in the caller's transaction, with the check locked. A source that could not be
 * reached is asked again by itself after the force's waits, as another check that takes this one's place.
 */
export async function endCheck(work: Work, check: StandingCheck, ending: Ending, { book }: EndingDeps): Promise<void> {
  const { id, kind, source, contactId, incidentId, areaId, aboutPersons } = check
  const { state, findings, candidates, ms, refused = false } = ending
  const answered = state === 'hit' || state === 'no_trace'
  await saveAnswer(work.trx, id, { state, findings: answered ? findings : null, candidates, ms, refused })
  if (state === 'source_unavailable') {
    const waits = (await book.find('check-sources'))?.body.retryAfterSeconds ?? []
    const inSeconds = waits[check.attempt - 1]
    if (inSeconds !== undefined) work.later({ kind: 'retry-check', subjectId: id, inSeconds })
  }
  work.record({
    type: 'check-completed',
    audience: 'room',
    incidentId,
    areaId,
    data: {
      checkId: id,
      kind,
      source,
      sourceName: await nameSource(source, book),
      state,
      contactId,
      incidentId,
      aboutPersons: [...aboutPersons],
      refused,
      durationMs: ms,
      findings,
      candidates,
    },
  } satisfies Event)
}

async function nameSource(code: string, book: DefinitionBook): Promise<string> {
  const listed = (await book.find('check-sources'))?.body.sources.find((source) => source.code === code)
  return listed?.name ?? OWN_RECORDS
}

/** What our own records are called to people. */
const OWN_RECORDS = 'Force records'

/** Whether nothing more comes of it. */
export function isFinished(state: CheckState): boolean {
  return state !== 'not_started' && state !== 'running'
}

/** For whoever is told. */
export function asEnded({ id, kind, contactId, incidentId }: StandingCheck): EndedCheck {
  return { checkId: id, kind, contactId, incidentId }
}

import type { HeldCheck } from './board.ts'
import { OWN_RECORDS } from './board-rules.ts'

type Candidate = NonNullable<HeldCheck['candidates']>[number]

/** Somebody who was named on an incident, who of the records they are taken for, and who else they may be. */
export type Named = { namedId: string; name: string; taken: Candidate | undefined; others: Candidate[] }

/**
 * Everybody named on an incident of whom the records offer somebody, by the newest check of each: those that were read
 * with its log, and those that came since. `people`: the log's, for the name as it was said.
 */
export function listNamed(
  read: readonly HeldCheck[],
  since: readonly HeldCheck[],
  people: readonly unknown[],
): Named[] {
  const newest = new Map<string, HeldCheck>()
  for (const check of [...read, ...since]) {
    const [namedId] = check.aboutPersons ?? []
    const isAsked = check.kind === 'person' && !check.superseded && (check.source ?? OWN_RECORDS) === OWN_RECORDS
    if (!isAsked || namedId === undefined) continue
    const before = newest.get(namedId)
    if (!before || instantOf(before) <= instantOf(check)) newest.set(namedId, check)
  }
  return [...newest].flatMap(([namedId, { candidates = [] }]) => {
    if (candidates.length === 0) return []
    const taken = candidates.find((one) => one.taken)
    return [{ namedId, name: nameOf(namedId, people), taken, others: candidates.filter((one) => !one.taken) }]
  })
}

function instantOf({ finishedAt, requestedAt }: HeldCheck): string {
  return finishedAt ?? requestedAt ?? ''
}

function nameOf(namedId: string, people: readonly unknown[]): string {
  const named = people.find((one) => (one as { id?: unknown } | null)?.id === namedId) as { name?: unknown } | undefined
  return typeof named?.name === 'string' ? named.name : 'Somebody'
}

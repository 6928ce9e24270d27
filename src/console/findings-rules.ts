import type { Finding } from '../history/check.ts'
import type { HeldCheck } from './board.ts'
import { OWN_RECORDS } from './board-rules.ts'
import { age, clockTime, elapsed } from './time-words-rules.ts'

/** How one check stands, in words; `unknown` when nobody knows, which never looks like "no record" (I12). */
export type CheckLine = { id: string; what: string; words: string; unknown: boolean; pending: boolean }

const about = { phone: 'Number', premises: 'Address', person: 'Person', pair: 'Orders between them' } as const

/** What a check says of itself. `now` in milliseconds. */
export function checkLine(check: HeldCheck, now: number): CheckLine {
  const isOutside = check.source !== undefined && check.source !== OWN_RECORDS && check.sourceName !== undefined
  const what = isOutside ? `${about[check.kind]}, ${check.sourceName}` : about[check.kind]
  const earlier = check.findings.length > 0 ? ' What is shown was found before.' : ''
  const at = check.finishedAt === null ? '' : ` at ${clockTime(check.finishedAt)}`
  const line = { id: check.id, what, unknown: false, pending: false }
  switch (check.state) {
    case 'not_started':
    case 'running':
      return {
        ...line,
        pending: true,
        words:
          check.requestedAt === null
            ? 'Not answered yet'
            : `Not answered yet, ${elapsed(now - Date.parse(check.requestedAt))}`,
      }
    case 'hit':
      return {
        ...line,
        words: `${check.findings.length} ${check.findings.length === 1 ? 'entry' : 'entries'}, checked${at}`,
      }
    case 'no_trace':
      return { ...line, words: `No record found, checked${at}` }
    case 'source_unavailable':
      return {
        ...line,
        unknown: true,
        words: `Not known: the records did not answer${at}. Ask the caller, and ask again.${earlier}`,
      }
    case 'failed':
      return {
        ...line,
        unknown: true,
        words: check.refused
          ? `Not known: the system refused us${at}. Ask the caller, and tell a supervisor: asking again does not help.${earlier}`
          : `Not known: the check did not work${at}. Ask the caller, and ask again.${earlier}`,
      }
  }
}

/** People who were named and may be one of several, or one who is not sure: somebody has to say who it is. */
export function listChoices(checks: readonly HeldCheck[]): Array<{
  incidentId: string
  namedId: string
  candidates: NonNullable<HeldCheck['candidates']>
}> {
  return checks.flatMap(({ kind, incidentId, aboutPersons = [], candidates = [], superseded }) => {
    const [namedId] = aboutPersons
    const isOpen = kind === 'person' && !superseded && candidates.length > 0 && !candidates.some(({ taken }) => taken)
    return isOpen && incidentId !== null && namedId !== undefined ? [{ incidentId, namedId, candidates }] : []
  })
}

/** Everything the checks found, danger first, what is out of date last; within each as the service ranked it. */
export function rankFindings(checks: readonly HeldCheck[]): Finding[] {
  const all = checks.flatMap(({ findings }) => findings)
  const seen = new Set<string>()
  const place = (finding: Finding) => (finding.stale ? 2 : 0) + (finding.danger ? 0 : 1)
  return all
    .filter((finding) => {
      // the same marker is found under the number and under the address
      const name = JSON.stringify([finding.kind, finding.headline, finding.detail, finding.reference])
      if (seen.has(name)) return false
      seen.add(name)
      return true
    })
    .sort((a, b) => place(a) - place(b))
}

/** Where a finding comes from and how old it is: "Force records, 20 months old, past its review". */
export function provenance(finding: Finding, now: number): string {
  const parts = [finding.source]
  if (finding.since !== null) parts.push(`${finding.since}, ${age(now - Date.parse(finding.since))}`)
  if (finding.stale) parts.push('past its review: may no longer be so')
  else if (finding.reviewOn !== null) parts.push(`review ${finding.reviewOn}`)
  if (finding.confidence !== null) parts.push(finding.confidence)
  return parts.join(' · ')
}

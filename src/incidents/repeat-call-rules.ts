import { type Finding, readFindings } from '../history/index.ts'

/** What the checks of an incident found, and whether it is domestic abuse itself. */
export type RepeatCallFacts = {
  incidentId: string
  domesticAbuse: boolean
  checks: ReadonlyArray<{ findings: readonly unknown[] }>
}

/** An earlier incident that may be the same story, and by what it is known. */
export type EarlierCall = { incidentId: string; reference: string; by: Finding['about'] }

/**
 * Earlier incidents that this one is linked to when they were within the force's hours: of the same number, address or person,
 * and domestic abuse now or then. In one night four calls were never put together (DOMAIN E, F8).
 */
export function findEarlierCalls({ incidentId, domesticAbuse, checks }: RepeatCallFacts): EarlierCall[] {
  const found = checks
    .flatMap(({ findings }) => readFindings(findings))
    .flatMap((finding): EarlierCall[] => {
      const { kind, incidentId: earlierId, reference, about } = finding
      if (kind !== 'incident' || earlierId === null || reference === null || earlierId === incidentId) return []
      return domesticAbuse || finding.domesticAbuse ? [{ incidentId: earlierId, reference, by: about }] : []
    })
  return [...new Map(found.map((call) => [call.incidentId, call])).values()]
}

const KEYS = { number: 'the same number', premises: 'the same address', person: 'the same person' }

/** Why the two are one story, as it is shown and stored. */
export function sayLink({ by }: EarlierCall, withinHours: number): string {
  return `${KEYS[by][0]?.toUpperCase()}${KEYS[by].slice(1)} within ${withinHours} hours: linked by the service`
}

/** Why it is treated as urgent: how many calls there were before this one. */
export function sayEscalation(calls: readonly EarlierCall[], withinHours: number): string {
  const references = calls.map(({ reference }) => reference).join(', ')
  return `Call number ${calls.length + 1} about domestic abuse within ${withinHours} hours: ${references}`
}

import type { ClosureChecklist, ResultField } from '../definitions/index.ts'

/** What decides what is owed before closing. */
export type ClosingFacts = {
  type: string
  flags: { domesticAbuse: boolean; repeatVictim: boolean; vulnerable: boolean; treatAsUrgent: boolean }
  /** a unit has arrived */
  attended: boolean
  /** one of its contacts was silent or abandoned */
  silent: boolean
}

/** One thing that is owed: by whom, and the fields of which one says it; none: it is done elsewhere. */
export type Owed = { what: string; owedBy: string; detail: string; fields: ResultField[] }

/** What the database asks for of itself, whatever the force's list says (migration 0003), and where it is said. */
const fieldsOfFloor: Readonly<Record<string, ResultField[]>> = {
  result: ['text'],
  attendance: ['notAttendedBecause'],
  callBack: ['callBack'],
  personsSeen: ['personsSeen'],
  childrenSeen: ['childrenSeen'],
  crimeReference: ['crimeReference', 'noCrimeBecause'],
  riskAssessmentReference: ['riskAssessmentReference', 'noRiskAssessmentBecause'],
}

/** What the force's list asks for of such an incident (CR-28, CR-29). */
export function listOwed(facts: ClosingFacts, checklist: ClosureChecklist): Owed[] {
  const { flags, attended, silent, type } = facts
  const locked = flags.domesticAbuse || flags.repeatVictim || flags.vulnerable
  const is = { ...flags, locked, attended, unattended: !attended, silent }
  return checklist
    .filter(({ when, types }) => when.every((one) => is[one]) && (types === undefined || types.includes(type)))
    .map(({ what, owedBy, ask, fields }) => ({ what, owedBy, detail: ask, fields }))
}

/** Those of which no field says anything. */
export function listUnsaid(owed: readonly Owed[], result: Partial<Record<ResultField, string>>): Owed[] {
  return owed.filter(({ fields }) => fields.every((field) => (result[field] ?? '').trim() === ''))
}

/**
 * All that is missing, each once: what the force's list asks for in its own words, and what the database asks for beside
 * it, such as an action that is not done.
 * @param floor what the database names for the same result
 */
export function listMissing(unsaid: readonly Owed[], floor: readonly Omit<Owed, 'fields'>[]): Owed[] {
  const named = new Set(unsaid.map(({ what }) => what))
  return [
    ...unsaid,
    ...floor.filter(({ what }) => !named.has(what)).map((one) => ({ ...one, fields: fieldsOfFloor[one.what] ?? [] })),
  ]
}

/** Whether this person may close it (CR-27): the database decides when it is done, this is said before. */
export function mayClose(
  { id, role }: { id: string; role: string },
  incident: { locked: boolean; tookTheCall: readonly string[] },
): boolean {
  if (!incident.locked) return role === 'dispatcher' || role === 'supervisor'
  return role === 'supervisor' && !incident.tookTheCall.includes(id)
}

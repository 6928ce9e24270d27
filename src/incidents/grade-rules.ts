/** What is known when a grade is proposed. `grades` are those in force, most urgent first. */
export type GradingFacts = {
  grades: ReadonlyArray<{ id: string; name: string; domesticAbuseAllowed: boolean; deploys: boolean }>
  type: { name: string; domesticAbuse: boolean; violence: boolean; alwaysEmergency: boolean }
  happeningNow: boolean
  domesticAbuse: boolean
  treatAsUrgent: boolean
  /** the line is silent, or ended before anybody spoke */
  silentOrAbandoned: boolean
  /** number, person or premises carries a domestic abuse marker */
  domesticAbuseMarker: boolean
  /** a later call says what is worse than anything said before, in a sentence */
  worse: string | undefined
  /** domestic abuse was reported lately by the same number, address or person, in a sentence */
  reportedBefore: string | undefined
}

/** A proposal with its reasons, said as they are shown. Binding: only a supervisor may set lower. */
export type GradeProposal = { grade: string; because: string[]; binding: boolean }

/**
 * Proposes a grade; a person decides. Grade 1: happening now; grade 2: everything else that is sent to
 * (HMIC 2014, CR-16, CR-17). Grade 1 as well: a further call that says it is worse, and domestic abuse reported
 * again, which several times was heard each time as if it were the first (F8). A silent or abandoned call where domestic abuse is known is the most urgent
 * grade and binds (Hampshire 2023, DOMAIN B9): the victim of such a call was found hours later.
 */
export function proposeGrade(facts: GradingFacts): GradeProposal | undefined {
  const [most, next = most] = facts.grades
  if (!most || !next) return undefined
  const now: string[] = []
  if (facts.silentOrAbandoned && facts.domesticAbuseMarker) {
    return {
      grade: most.id,
      because: ['Silent or abandoned call, and domestic abuse is known for this number, person or address'],
      binding: true,
    }
  }
  if (facts.happeningNow)
    now.push(
      facts.domesticAbuse || facts.type.domesticAbuse ? 'Domestic abuse that is happening now' : 'It is happening now',
    )
  if (facts.type.alwaysEmergency) now.push(`${facts.type.name} is always an emergency`)
  if (facts.worse !== undefined) now.push(facts.worse)
  if (facts.reportedBefore !== undefined) now.push(facts.reportedBefore)
  if (facts.treatAsUrgent) now.push('Marked to be treated as urgent')
  if (now.length > 0) return { grade: most.id, because: now, binding: false }
  const later =
    facts.domesticAbuse || facts.type.domesticAbuse
      ? 'Domestic abuse that is not happening now: within the hour'
      : 'Not happening now'
  return { grade: next.id, because: [later], binding: false }
}

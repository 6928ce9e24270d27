import type { IncidentView } from '../incidents/index.ts'
import { narrativeOf } from './demo-narratives.ts'
import type { SeededRandom } from './seeded-random.ts'

/** What a result may hold, as the closing form has it. */
export type IncidentResult = {
  text: string
  notAttendedBecause: string
  callBack: string
  personsSeen: string
  childrenSeen: string
  crimeReference: string
  noCrimeBecause: string
  riskAssessmentReference: string
  noRiskAssessmentBecause: string
  documentsConfirmedBy: string
  noDocumentsBecause: string
}
export type Closing = { closingCategory: string; result: Partial<IncidentResult> }

/** A complete result for an incident as it stands: what was found and done, and all that its flags call for (CR-28). */
export function composeClosing(
  incident: Pick<IncidentView, 'type' | 'flags' | 'locked' | 'reference'>,
  attended: boolean,
  random: SeededRandom,
): Closing {
  const { attended: found, unattended } = narrativeOf(incident.type)
  const [closingCategory, text] = random.pick(attended ? found : unattended)
  return {
    closingCategory,
    result: {
      text,
      ...(attended ? {} : { notAttendedBecause: 'Resolved by telephone; the caller was told that nobody would come' }),
      ...(incident.locked ? safeguarding(incident, attended, random) : {}),
    },
  }
}

/**
 * The same result with what the service said is missing: an answer of the person who owes it. What is not known
 * here (an action of somebody else, a check that still runs) stays missing.
 */
export function completeClosing(closing: Closing, missing: ReadonlyArray<{ what: string }>): Closing {
  const answers: Partial<Record<string, Partial<IncidentResult>>> = {
    attendance: { notAttendedBecause: 'No unit was needed in the end; the caller was told' },
    callBack: { callBack: 'Number called back, caller spoken to and safe' },
    personsSeen: { personsSeen: 'Everybody present seen, and spoken to alone' },
    childrenSeen: { childrenSeen: 'No children live there' },
    crimeReference: { noCrimeBecause: 'No offence disclosed' },
    riskAssessmentReference: { noRiskAssessmentBecause: 'Declined; the advocate will offer it again' },
    documents: { documentsConfirmedBy: 'Sergeant of the section' },
  }
  const result = { ...closing.result }
  for (const { what } of missing) Object.assign(result, answers[what])
  return { ...closing, result }
}

function safeguarding(
  { flags, reference }: Pick<IncidentView, 'flags' | 'reference'>,
  attended: boolean,
  random: SeededRandom,
): Partial<IncidentResult> {
  const crime = random.chance(0.6)
  const number = reference.replaceAll('/', '-')
  return {
    personsSeen: attended ? 'Seen, and spoken to alone' : 'Spoken to by telephone, alone and able to speak',
    ...(attended ? { documentsConfirmedBy: 'Sergeant of the section' } : {}),
    childrenSeen: random.chance(0.4) ? 'Children seen, safe and well' : 'No children live there',
    ...(crime ? { crimeReference: `CR-${number}` } : { noCrimeBecause: 'No offence disclosed' }),
    ...(flags.domesticAbuse ? { riskAssessmentReference: `DARA-${number}` } : {}),
  }
}

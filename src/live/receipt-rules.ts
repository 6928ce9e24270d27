import type { Actor, Role } from '../core/index.ts'
import { type Addressed, mayReceive } from './audience-rules.ts'

/**
 * Events that must be receipted by a console after they are on screen (CRD/1 P5), each with the roles whose
 * console counts. A crew's own page counts where the crew is who it is for; who acknowledged a deployment or
 * read a briefing is another question, answered by dispatch and briefings.
 */
export const RECEIPTED: ReadonlyMap<string, readonly Role[]> = new Map<string, readonly Role[]>([
  ['contact-received', ['call-handler', 'front-desk', 'supervisor']],
  ['incident-graded', ['dispatcher', 'supervisor']],
  ['recommendation-made', ['dispatcher', 'supervisor']],
  ['deployment-made', ['dispatcher', 'supervisor', 'unit']],
  ['briefing-added', ['dispatcher', 'supervisor', 'unit']],
  ['officer-emergency', ['dispatcher', 'supervisor']],
])

/** A grade that stayed or was lowered brings nobody closer to danger: only a first or a raised one counts. */
const gradeDirections = new Set(['first', 'raised'])

/** Whether this event must be receipted. `direction` is that of a grading; other events have none. */
export function mustBeReceipted(type: string, direction: string | null): boolean {
  return RECEIPTED.has(type) && (type !== 'incident-graded' || direction === null || gradeDirections.has(direction))
}

/** Whether one of the consoles that showed it is one that counts. */
export function isReceipted(type: string, shownTo: readonly string[]): boolean {
  return (RECEIPTED.get(type) ?? []).some((role) => shownTo.includes(role))
}

/** Whether this person's console should have it on screen, and so owes a receipt. */
export function owesReceipt(actor: Actor, event: Addressed): boolean {
  return actor.kind === 'staff' && (RECEIPTED.get(event.type) ?? []).includes(actor.role) && mayReceive(actor, event)
}

/** What happens when nobody has receipted: job variant, seconds after the event, and the event that says so. */
export const escalations = [
  { variant: 'missing', afterSeconds: 5, says: 'receipt-missing' },
  { variant: 'alarm', afterSeconds: 15, says: 'receipt-alarm' },
] as const

/** The escalation of a job variant; undefined for one that is not ours. */
export function findEscalation(variant: string): (typeof escalations)[number] | undefined {
  return escalations.find((escalation) => escalation.variant === variant)
}

import type { z } from 'zod'
import type { briefingView } from '../briefings/briefing-contract.ts'
import type { ContactView } from '../contacts/contact.ts'
import type { DeploymentView, RecommendationView } from '../dispatch/dispatch.ts'
import type { CheckCandidate, CheckKind, CheckState, Finding } from '../history/check.ts'
import type { IncidentView } from '../incidents/incident.ts'
import type { UnitView } from '../units/unit.ts'

/** A briefing as it rides in events. */
export type BriefingView = z.output<typeof briefingView>

/** A check as consoles hold it: of a contact, an incident, or both. Instants are ISO strings. */
export type HeldCheck = {
  id: string
  kind: CheckKind
  state: CheckState
  contactId: string | null
  incidentId: string | null
  /** null when it was not yet asked or only its answer was seen */
  requestedAt: string | null
  finishedAt: string | null
  findings: readonly Finding[]
  superseded: boolean
  /** its source did not accept who we are */
  refused?: boolean
  /** which system was asked; without it our own records */
  source?: string
  sourceName?: string
  /** whom it is about, and who of the records that may be */
  aboutPersons?: readonly string[]
  candidates?: readonly CheckCandidate[]
}

/** A line that came to an incident's log while this console looked. */
export type FreshEntry = {
  id: string
  at: string
  by: string
  kind: string
  text: string
  corrects?: string | undefined
}

/** A lower grade that somebody asked for and nobody has decided. */
export type LowerGradeWish = { grade: string; reason: string; requestedBy: string }

/** Somebody tried to end or lessen an incident without the right to. */
export type RefusedAttempt = {
  seq: number
  at: string
  incidentId: string
  attempted: string
  by: string
  role: string
}

/** An event that no desk has shown yet, as the service says it (CRD/1 P5). */
export type Unseen = { seq: number; at: string; type: string; incidentId: string | null; alarm: boolean }

/**
 * What a console knows of the force now: made from one snapshot and every event after it, and from nothing
 * else. Each map is replaced, never changed, so that a panel sees by identity that its part is the same.
 */
export type Board = {
  readonly incidents: ReadonlyMap<string, IncidentView>
  /** closed while this console looked, newest last, only the last hundred */
  readonly closed: ReadonlyMap<string, IncidentView>
  readonly units: ReadonlyMap<string, UnitView>
  /** the newest, by incident */
  readonly recommendations: ReadonlyMap<string, RecommendationView>
  readonly deployments: ReadonlyMap<string, DeploymentView>
  /** the newest, by incident */
  readonly briefings: ReadonlyMap<string, BriefingView>
  /** which version each crew has read, by incident and unit: `incident/unit` */
  readonly briefingsRead: ReadonlyMap<string, number>
  readonly contacts: ReadonlyMap<string, ContactView>
  readonly checks: ReadonlyMap<string, HeldCheck>
  readonly freshEntries: ReadonlyMap<string, readonly FreshEntry[]>
  readonly lowerGrades: ReadonlyMap<string, LowerGradeWish>
  readonly refusedAttempts: readonly RefusedAttempt[]
  readonly unseen: readonly Unseen[]
}

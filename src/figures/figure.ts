/** One event as the figures read it: of the journal only what is counted, and nothing that a caller said. Instants are ISO. */
export type CountedEvent = {
  type: string
  actorId: string | null
  incidentId: string | null
  /** when it was recorded */
  at: string
  incident: CountedIncident | null
  contact: CountedContact | null
  deployment: CountedDeployment | null
  /** `contact-linked`: to which incident */
  linkedTo: string | null
  /** `incident-graded` */
  direction: string | null
  /** `deployment-made`: what the briefing that went with it did not know */
  unknowns: readonly { what: string; state: string }[] | null
  /** `action-added`, `action-done` */
  actionId: string | null
  dueAt: string | null
}

/** An incident as an event carries it. */
export type CountedIncident = {
  id: string
  /** 123/22-11-2026 */
  reference: string
  openedAt: string
  type: string
  areaId: string | null
  areaClass: string | null
  premisesId: string | null
  domesticAbuse: boolean
  repeatVictim: boolean
  vulnerable: boolean
  handlerId: string | null
  firstGrade: string | null
  firstAttendBy: string | null
  gradedAt: string | null
  closedAt: string | null
  closingCategory: string | null
}

/** A contact as an event carries it. */
export type CountedContact = {
  id: string
  channel: string
  kind: string
  receivedAt: string
  presentedAt: string | null
  answeredAt: string | null
  handlerId: string | null
  incidentId: string | null
}

/** A deployment as an event carries it. */
export type CountedDeployment = {
  id: string
  assignedAt: string
  assignedBy: string
  rankChosen: number | null
  notFirstBecause: string | null
  atSceneAt: string | null
  arrivedUnread: boolean
  releaseReason: string | null
}

/** A re-contact that was promised. */
export type Recontact = { id: string; dueAt: string; doneAt: string | null }

/** What is counted of one incident, as it stood after an event. */
export type IncidentFigure = {
  incidentId: string
  localDay: string
  dayNumber: number
  localHour: number
  openedAt: string
  areaId: string | null
  areaClass: string | null
  type: string
  premisesId: string | null
  domesticAbuse: boolean
  repeatVictim: boolean
  vulnerable: boolean
  handlerId: string | null
  firstGrade: string | null
  firstGradedAt: string | null
  firstAttendBy: string | null
  timesLowered: number
  deploymentId: string | null
  assignedAt: string | null
  assignedBy: string | null
  rankChosen: number | null
  notFirstBecause: string | null
  checksComplete: boolean | null
  atSceneAt: string | null
  arrivedUnread: boolean | null
  timesDiverted: number
  closedAt: string | null
  closedBy: string | null
  closingCategory: string | null
  recontacts: readonly Recontact[]
}

/** What is counted of one contact, as it stood after an event. */
export type ContactFigure = {
  contactId: string
  localDay: string
  localHour: number
  channel: string
  kind: string
  receivedAt: string
  presentedAt: string | null
  answeredAt: string | null
  handlerId: string | null
  incidentId: string | null
}

/** By what figures are told apart. */
export const dimensions = [
  'all',
  'grade',
  'area',
  'area-class',
  'hour',
  'centre',
  'day',
  'officer',
  // the reason, the closing category, the channel: what the figure itself is divided by
  'detail',
] as const
export type Dimension = (typeof dimensions)[number]

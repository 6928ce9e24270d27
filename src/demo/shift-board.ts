import type { IncidentView } from '../incidents/index.ts'
import type { UnitView } from '../units/index.ts'
import type { Deployment, Recommendation, ShiftEvent } from './shift-events.ts'

/** An open incident as a desk of the playing shift knows it. */
export type BoardIncident = {
  incident: IncidentView
  recommendation: Recommendation | undefined
  /** deployments that have not ended, by id */
  going: Map<string, Deployment>
  /** whether anybody has arrived; undefined: loaded with the picture, nobody here has seen */
  attended: boolean | undefined
}

/** The part of a snapshot that the shift uses. */
export type Picture = {
  incidents: IncidentView[]
  units: UnitView[]
  deployments: Deployment[]
  recommendations: Recommendation[]
}

/**
 * What one desk knows: a picture, and every event after it. Only what the playing roles decide by; the console has
 * its own, complete one.
 */
export class ShiftBoard {
  readonly incidents = new Map<string, BoardIncident>()
  readonly units = new Map<string, UnitView>()

  /** Starts again from a picture. */
  load(snapshot: unknown): void {
    const { incidents = [], units = [], deployments = [], recommendations = [] } = snapshot as Partial<Picture>
    const attended = new Map([...this.incidents].map(([id, known]) => [id, known.attended]))
    this.incidents.clear()
    this.units.clear()
    for (const unit of units) this.units.set(unit.id, unit)
    for (const incident of incidents) this.#put(incident, attended.get(incident.id))
    for (const recommendation of recommendations) {
      const known = this.incidents.get(recommendation.incidentId)
      if (known) known.recommendation = recommendation
    }
    for (const deployment of deployments) this.#goes(deployment)
  }

  /** Takes one event in. @returns the incident it is about, if it is about one */
  take(event: ShiftEvent): string | undefined {
    const { data } = event
    if ('unit' in data) {
      this.units.set(data.unit.id, data.unit)
      return undefined
    }
    if ('incident' in data) this.#put(data.incident, event.type === 'incident-opened' ? false : undefined)
    if (event.type === 'recommendation-made') {
      const known = this.incidents.get(event.data.incident.id)
      if (known) known.recommendation = event.data.recommendation
    }
    if ('deployment' in data) {
      this.#goes(data.deployment)
      return data.deployment.incidentId
    }
    return 'incident' in data ? data.incident.id : 'incidentId' in data ? data.incidentId : undefined
  }

  #put(incident: IncidentView, attended: boolean | undefined): void {
    if (incident.status === 'closed') {
      this.incidents.delete(incident.id)
      return
    }
    const known = this.incidents.get(incident.id)
    if (known) known.incident = incident
    else this.incidents.set(incident.id, { incident, recommendation: undefined, going: new Map(), attended })
  }

  #goes(deployment: Deployment): void {
    const known = this.incidents.get(deployment.incidentId)
    if (!known) return
    if (deployment.releasedAt === null) known.going.set(deployment.id, deployment)
    else known.going.delete(deployment.id)
    if (deployment.atSceneAt !== null) known.attended = true
  }
}

/** Whether somebody is still to be sent: recommended, fewer on their way than needed, and nobody has been there. */
export function wantsUnits({ incident, recommendation, going, attended }: BoardIncident): boolean {
  return (
    incident.status === 'open' &&
    recommendation !== undefined &&
    attended !== true &&
    going.size < recommendation.unitsNeeded
  )
}

/** Whether the log can be closed: nobody is there or on the way, and somebody was, or nobody is sent for that grade. */
export function isWorked({ incident, recommendation, going, attended }: BoardIncident): boolean {
  if (incident.grade === null || going.size > 0) return false
  return attended === true || recommendation === undefined
}

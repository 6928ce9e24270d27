import type { Actor } from '../core/index.ts'
import { mayReceive } from './audience-rules.ts'

/** One person who has one incident open on a desk. */
export type Looker = { id: string; name: string; incidentId: string; areaId: string | null }

/** Who else has which incident open, as one person may know it. */
export type PresenceView = { incidentId: string; by: { id: string; name: string }[] }[]

/** Whether this person may be told who works on an incident: whoever receives its events (CRD/1 P9). */
export function mayKnowOf(actor: Actor, { incidentId, areaId }: Pick<Looker, 'incidentId' | 'areaId'>): boolean {
  return (
    actor.kind === 'staff' &&
    actor.role !== 'unit' &&
    mayReceive(actor, { type: 'presence', audience: 'room', unitIds: [], incidentId, areaId })
  )
}

/** The others who have each incident open, in one order, so that the same is said in the same words. */
export function presenceFor(actor: Actor, lookers: readonly Looker[]): PresenceView {
  const byIncident = new Map<string, Map<string, string>>()
  for (const looker of lookers) {
    if (looker.id === actor.id || !mayKnowOf(actor, looker)) continue
    const people = byIncident.get(looker.incidentId) ?? new Map<string, string>()
    byIncident.set(looker.incidentId, people.set(looker.id, looker.name))
  }
  return [...byIncident]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([incidentId, people]) => ({
      incidentId,
      by: [...people].sort(([a], [b]) => a.localeCompare(b)).map(([id, name]) => ({ id, name })),
    }))
}

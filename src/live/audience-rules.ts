import type { Actor } from '../core/index.ts'
import type { Audience, JournalEvent } from '../journal/index.ts'

/** What decides who receives an event; its content is never looked at. */
export type Addressed = Pick<JournalEvent, 'type' | 'incidentId' | 'areaId' | 'unitIds' | 'audience'>

const audiences: readonly Audience[] = ['room', 'supervision', 'administration']

/**
 * Whether this person or system may receive this event now (CRD/1 P9). Deny by default: a role, a scope or
 * an audience that is not named here receives nothing.
 */
export function mayReceive(actor: Actor, event: Addressed): boolean {
  if (actor.kind === 'system') return actor.scopes.includes('terminals') && isForCrews(event)
  switch (actor.role) {
    case 'supervisor':
      return audiences.includes(event.audience)
    case 'call-handler':
    case 'front-desk':
      // they take calls for the whole force
      return event.audience === 'room'
    case 'dispatcher':
      return event.audience === 'room' && (isOfTheirArea(actor, event) || isAboutUnits(event))
    case 'unit':
      return actor.unitId !== null && isForCrews(event) && event.unitIds.includes(actor.unitId)
    case 'administrator':
      return event.audience === 'administration'
    default:
      return false
  }
}

/** Whether what they may receive differs between the two: then a console must be given a whole picture again. */
export function seesOtherwise(was: Actor, is: Actor): boolean {
  return (
    was.kind !== is.kind ||
    was.role !== is.role ||
    was.unitId !== is.unitId ||
    !isSameSet(was.areas, is.areas) ||
    !isSameSet(was.scopes, is.scopes)
  )
}

/** Whether they may see where this unit is: the room all of them, a crew its own (CRD/1 P8). */
export function maySeePosition(actor: Actor, unitId: string): boolean {
  if (actor.kind === 'system') return false
  switch (actor.role) {
    case 'supervisor':
    case 'dispatcher':
    case 'call-handler':
    case 'front-desk':
      return true
    case 'unit':
      return actor.unitId === unitId
    default:
      return false
  }
}

function isForCrews(event: Addressed): boolean {
  return event.audience === 'room' && event.unitIds.length > 0
}

function isOfTheirArea(actor: Actor, event: Addressed): boolean {
  return event.areaId === null || actor.areas.length === 0 || actor.areas.includes(event.areaId)
}

/** A unit of any area may be recommended, so every dispatcher follows the units; incidents stay with their area. */
function isAboutUnits(event: Addressed): boolean {
  return event.unitIds.length > 0 && (event.incidentId === null || event.type.startsWith('unit-'))
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((member) => other.includes(member))
}

import { type Actor, Refusal } from '../core/index.ts'

/** What decides who may see the address of an incident at a protected place. */
export type AddressFacts = {
  open: boolean
  areaId: string | null
  /** who took a call about it */
  handlerIds: readonly string[]
  /** units that are going there, or are there */
  unitIdsGoing: readonly string[]
}

/**
 * Whether somebody may be told a protected address now (CR-14): a supervisor; while it is open whoever took a call
 * about it and a dispatcher of its area; a crew that is going there, by itself or through its terminal gateway, and
 * only as long as it goes. Deny by default; every telling is on the audit.
 */
export function mayBeTold(actor: Actor, facts: AddressFacts, unitId: string | undefined): true | Refusal {
  return isEntitled(actor, facts, unitId) || new Refusal('place/protected', 'This address is told to whoever needs it')
}

function isEntitled(actor: Actor, facts: AddressFacts, unitId: string | undefined): boolean {
  if (actor.kind === 'system') {
    return actor.scopes.includes('terminals') && unitId !== undefined && facts.unitIdsGoing.includes(unitId)
  }
  switch (actor.role) {
    case 'supervisor':
      return true
    case 'dispatcher':
      return facts.open && (facts.areaId === null || actor.areas.length === 0 || actor.areas.includes(facts.areaId))
    case 'call-handler':
    case 'front-desk':
      return facts.open && facts.handlerIds.includes(actor.id)
    case 'unit':
      return actor.unitId !== null && facts.unitIdsGoing.includes(actor.unitId)
    default:
      return false
  }
}

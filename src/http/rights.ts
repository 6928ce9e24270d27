import { type Actor, Refusal, type Role } from '../core/index.ts'

type Holders = { roles: readonly Role[]; scopes?: readonly string[] }
const room: readonly Role[] = ['call-handler', 'front-desk', 'dispatcher', 'supervisor']

/**
 * Who may do what. Deny by default: a route without a right of this table does not start (`guardRoutes`).
 * System accounts hold scopes, one narrow thing each. The administrator sees no incident content.
 */
export const rights = {
  public: { roles: [] },
  'session:own': { roles: [...room, 'unit', 'administrator'] },
  'live:connect': { roles: [...room, 'unit', 'administrator'], scopes: ['terminals'] },
  'contacts:receive': { roles: room, scopes: ['telephony'] },
  'contacts:work': { roles: room },
  // the administrator looks for a place to protect; the gazetteer holds nothing of any incident
  'places:search': { roles: [...room, 'unit', 'administrator'] },
  'places:protect': { roles: ['supervisor', 'administrator'] },
  'definitions:read': { roles: [...room, 'unit', 'administrator'], scopes: ['telephony', 'avl', 'terminals'] },
  'incidents:read': { roles: room },
  'incidents:open': { roles: room },
  // who of them may be told this one is asked each time: protection/entitlement-rules.ts
  'addresses:protected': { roles: [...room, 'unit'], scopes: ['terminals'] },
  'incidents:add': { roles: [...room, 'unit'], scopes: ['terminals'] },
  'incidents:grade': { roles: room },
  // everyone in the room may ask; the database decides who may, and a refusal is written on the log (I3)
  'incidents:end': { roles: [...room, 'unit', 'administrator'], scopes: ['telephony', 'avl', 'terminals'] },
  'units:read': { roles: [...room, 'unit'], scopes: ['avl', 'terminals'] },
  'units:state': { roles: ['dispatcher', 'supervisor', 'unit'], scopes: ['terminals'] },
  'positions:report': { roles: ['unit'], scopes: ['avl'] },
  'dispatch:recommend': { roles: ['dispatcher', 'supervisor'] },
  'dispatch:assign': { roles: ['dispatcher', 'supervisor'] },
  'deployments:step': { roles: ['dispatcher', 'supervisor', 'unit'], scopes: ['terminals'] },
  'briefings:read': { roles: [...room, 'unit'], scopes: ['terminals'] },
  'roads:change': { roles: ['supervisor'] },
  'supervision:watch': { roles: ['supervisor'] },
  'exceptions:read': { roles: room },
  // whoever was told: supervision/escalation-rules.ts
  'exceptions:acknowledge': { roles: room },
  'alarms:shelve': { roles: ['supervisor'] },
  'staff:keep': { roles: ['administrator'] },
  'audit:read': { roles: ['supervisor', 'administrator'] },
} as const satisfies Record<string, Holders>

/** A right that a route declares. */
export type Right = keyof typeof rights

/** Whether this person or system holds the right. */
export function holds(actor: Actor, right: Right): boolean {
  const { roles, scopes = [] }: Holders = rights[right]
  return actor.kind === 'staff' ? roles.includes(actor.role) : actor.scopes.some((scope) => scopes.includes(scope))
}

/** @throws Refusal right/missing */
export function mustHold(actor: Actor, right: Right): void {
  if (!holds(actor, right)) throw new Refusal('right/missing', `${actor.role} may not: ${right}`)
}

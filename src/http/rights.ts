import { type Actor, Refusal, type Role } from '../core/index.ts'

type Holders = { roles: readonly Role[]; scopes?: readonly string[] }
const room: readonly Role[] = ['call-handler', 'front-desk', 'dispatcher', 'supervisor']

/**
 * Who may do what. Deny by default: a route without a right of this table does not start (`guardRoutes`).
 * System accounts hold scopes, one narrow thing each. The administrator sees no incident content.
 */
export const rights = {
  public: { roles: [] },
  'session:own': { roles: [...room, 'unit', 'ppu', 'administrator'] },
  'live:connect': { roles: [...room, 'unit', 'ppu', 'administrator'], scopes: ['terminals'] },
  'contacts:receive': { roles: room, scopes: ['telephony'] },
  'contacts:work': { roles: room },
  // the administrator looks for a place to protect; the gazetteer holds nothing of any incident
  'places:search': { roles: [...room, 'unit', 'administrator'] },
  'places:protect': { roles: ['supervisor', 'administrator'] },
  'definitions:read': { roles: [...room, 'unit', 'ppu', 'administrator'], scopes: ['telephony', 'avl', 'terminals'] },
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
  'log-numbers:keep': { roles: ['supervisor'] },
  'paper-logs:enter': { roles: room },
  'handovers:make': { roles: ['dispatcher', 'supervisor'] },
  // the queue of each public protection unit; a supervisor sees all of them, and acknowledges none
  'ppu:read': { roles: ['ppu', 'supervisor'] },
  'ppu:acknowledge': { roles: ['ppu'] },
  'peaks:read': { roles: room },
  'transfers:make': { roles: ['dispatcher', 'supervisor'] },
  'transfers:repeat': { roles: ['supervisor'] },
  'supervision:watch': { roles: ['supervisor'] },
  // of others, never of one's own work: quality/marking-rules.ts and read_quality_review
  'quality:review': { roles: ['supervisor'] },
  'quality:own': { roles: room },
  'figures:read': { roles: ['supervisor'] },
  // of whoever asks, and of nobody else
  'figures:own': { roles: room },
  'exceptions:read': { roles: room },
  // whoever was told: supervision/escalation-rules.ts
  'exceptions:acknowledge': { roles: room },
  // which post asks for which role: definition 'escalation'
  'duties:hold': { roles: room },
  // numbers that name nobody, and nothing besides: a board on a wall is read by whoever walks in
  'wallboard:read': { roles: ['supervisor', 'administrator'], scopes: ['wallboard'] },
  'wallboards:keep': { roles: ['supervisor', 'administrator'] },
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

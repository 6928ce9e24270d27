/** The roles of the control room (docs/glossary.md), and `system` for other people's systems. */
export const roles = [
  'call-handler',
  'front-desk',
  'dispatcher',
  'supervisor',
  'unit',
  'ppu',
  'administrator',
  'system',
] as const
export type Role = (typeof roles)[number]

/** Who is doing this: a signed-in person at a desk, a crew, or a system account. */
export type Actor = {
  kind: 'staff' | 'system'
  id: string
  sessionId: string | null
  name: string
  role: Role
  centreId: string | null
  /** areas this desk works; empty means all */
  areas: string[]
  /** the unit a crew member is booked on */
  unitId: string | null
  /** what a system account may do; empty for staff */
  scopes: string[]
  /** ISO instant, null for system accounts */
  expiresAt: string | null
}

/** The service acting by itself: checks, timers, the recommender. */
export const theService: Actor = {
  kind: 'system',
  id: '00000000-0000-7000-8000-000000000000',
  sessionId: null,
  name: 'Golden Hour',
  role: 'system',
  centreId: null,
  areas: [],
  unitId: null,
  scopes: [],
  expiresAt: null,
}

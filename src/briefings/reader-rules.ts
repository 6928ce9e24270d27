import { type Actor, Refusal } from '../core/index.ts'

/** Which unit's part somebody speaks for: null for the control room, which may see every briefing. */
export function readerOf(actor: Actor, named: string | undefined): string | null | Refusal {
  if (actor.kind === 'system') {
    return (
      named ??
      new Refusal('request/invalid', 'A terminal gateway names the unit', {
        errors: [{ pointer: '/unitId', detail: 'needed from a terminal gateway' }],
      })
    )
  }
  if (actor.role !== 'unit') return null
  if (actor.unitId === null || (named !== undefined && named !== actor.unitId))
    return new Refusal('unit/not-yours', 'This is another crew')
  return actor.unitId
}

/** The unit that acknowledges a briefing: only a crew can say that it has read it. */
export function acknowledgerOf(actor: Actor, named: string | undefined): string | Refusal {
  return (
    readerOf(actor, named) ?? new Refusal('unit/not-yours', 'A briefing is acknowledged by the crew that has read it')
  )
}

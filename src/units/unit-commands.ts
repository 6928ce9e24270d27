import type { z } from 'zod'
import { Refusal, undoRefusal } from '../core/index.ts'
import type { DefinitionBook } from '../definitions/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order, type Work } from '../journal/index.ts'
import type { UnitView } from './unit.ts'
import { getUnit, type Positions } from './unit-board.ts'
import type { unitEvents, unitStateBody } from './unit-contract.ts'
import { setState } from './unit-rules.ts'
import { getUnitForUpdate, saveUnitState } from './unit-store.ts'

type Event = EventOf<typeof unitEvents>

/** What the units room works with. */
export type UnitDesk = Desk & { book: DefinitionBook; positions: Positions }

/** Sets a unit's state by hand: by its own crew, a terminal gateway, or the dispatcher for it. */
export function setUnitState(
  desk: UnitDesk,
  order: Order,
  unitId: string,
  { state, undoes }: z.output<typeof unitStateBody>,
): Promise<Answer<UnitView>> {
  mustBeOwnUnit(order, unitId)
  return command(desk, order, async (work) => {
    const { body: states } = await desk.book.get('unit-states')
    const before = await getUnitForUpdate(work.trx, unitId)
    const refusal = undoes === null ? undefined : undoStateRefusal(before, undoes, work.actor.id)
    if (refusal) throw refusal
    const { callsign, open } = before
    const step = open && (open.at_scene_at ? 'at-scene' : open.mobile_at ? 'mobile' : 'committed')
    const to = setState({ callsign, state: before.state, step }, state, states)
    if (to instanceof Refusal) throw to
    await saveUnitState(work.trx, unitId, to.code)
    const unit = await noteUnit(work, desk, unitId)
    if (to.emergency) {
      work.record({
        type: 'officer-emergency',
        audience: 'room',
        incidentId: open?.incident_id ?? null,
        unitIds: [unitId],
        data: { unit, position: unit.position },
      } satisfies Event)
    }
    return { status: 200, body: unit }
  })
}

/** Who set the state is not kept: whoever sees it as it was may take it back while it stands. */
function undoStateRefusal(
  before: { callsign: string; state_at: Date },
  undoes: string,
  actorId: string,
): Refusal | undefined {
  const since = before.state_at.getTime() === Date.parse(undoes) ? null : `${before.callsign} is in another state since`
  return undoRefusal({ at: before.state_at.getTime(), by: null, since }, actorId, Date.now())
}

/** Tells every console how a unit stands now; call it after every change to it. */
export async function noteUnit(work: Work, desk: UnitDesk, unitId: string): Promise<UnitView> {
  const unit = await getUnit(work.trx, desk.positions, unitId)
  work.record({ type: 'unit-changed', audience: 'room', unitIds: [unitId], data: { unit } } satisfies Event)
  return unit
}

/** A crew changes only what is its own. @throws Refusal unit/not-yours */
export function mustBeOwnUnit(order: Order, unitId: string): void {
  if (order.actor.role === 'unit' && order.actor.unitId !== unitId)
    throw new Refusal('unit/not-yours', 'This is another crew')
}

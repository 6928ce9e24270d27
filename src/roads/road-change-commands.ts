import type { z } from 'zod'
import { newId, Refusal } from '../core/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order, type Work } from '../journal/index.ts'
import type { RoadChangeView } from './road-change.ts'
import type { changeRoadBody, roadEvents } from './road-change-contract.ts'
import { saveRoadChange, saveWithdrawal } from './road-change-store.ts'
import { getCaught, type RoadKnower } from './road-drawing-board.ts'
import type { RoadsInForce } from './roads-in-force.ts'

type Event = EventOf<typeof roadEvents>

/** What this room works with. */
export type RoadDesk = Desk & RoadKnower & { roadChanges: RoadsInForce }

/**
 * Says that a road is closed or slow. A change that no road answers to is refused, because nobody would learn that it
 * has no effect.
 */
export async function changeRoad(
  desk: RoadDesk,
  order: Order,
  { from, to, factor = 0, ...body }: z.output<typeof changeRoadBody>,
): Promise<Answer<RoadChangeView>> {
  const { stretches, metres } = await getCaught(desk, body.place)
  if (stretches.length === 0)
    throw new Refusal('road-change/no-road', 'No road of the network answers to that', {
      errors: [{ pointer: '/place', detail: 'no road of the network answers to that' }],
    })
  return inForceWhenAnswered(desk, order, async (work) => {
    const change = await saveRoadChange(work.trx, {
      ...body,
      id: newId(),
      factor,
      roads: stretches.length,
      metres: Math.round(metres),
      from: from ?? null,
      to: to ?? null,
      madeBy: work.actor.id,
    })
    note(work, 'road-changed', change, `${change.kind}: ${change.because}`)
    return { status: 201, body: change }
  })
}

/** The road is as it was. @throws Refusal road-change/unknown when it is none, or was withdrawn already */
export function withdrawRoadChange(desk: RoadDesk, order: Order, changeId: string): Promise<Answer<RoadChangeView>> {
  return inForceWhenAnswered(desk, order, async (work) => {
    const change = await saveWithdrawal(work.trx, changeId, work.actor.id)
    if (!change) throw new Refusal('road-change/unknown', 'There is no such road change that could be withdrawn')
    note(work, 'road-change-withdrawn', change, 'withdrawn')
    return { status: 200, body: change }
  })
}

/** When the answer is given this node's road times know it; other nodes within half a second. */
async function inForceWhenAnswered(
  desk: RoadDesk,
  order: Order,
  decide: (work: Work) => Promise<Answer<RoadChangeView>>,
): Promise<Answer<RoadChangeView>> {
  const answer = await command(desk, order, decide)
  await desk.roadChanges.look()
  return answer
}

/** Every desk in the room hears of it, and the audit keeps who said so and why. */
function note(work: Work, type: Event['type'], change: RoadChangeView, reason: string): void {
  work.audit({ op: 'alteration', subjectType: 'road-change', subjectId: change.id, reason })
  work.record({ type, audience: 'room', areaId: null, data: { change, by: work.actor.name } } satisfies Event)
}

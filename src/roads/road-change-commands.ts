import type { z } from 'zod'
import { newId, Refusal } from '../core/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order } from '../journal/index.ts'
import type { RoadChangeView } from './road-change.ts'
import type { changeRoadBody, roadEvents } from './road-change-contract.ts'
import { saveRoadChange, saveWithdrawal } from './road-change-store.ts'
import { asRoadChange, type RoadsInForce } from './roads-in-force.ts'

type Event = EventOf<typeof roadEvents>

/** What this room works with. */
export type RoadDesk = Desk & { roadChanges: RoadsInForce }

/**
 * Says that a road is closed or slow. A change that no road answers to is refused, because nobody would learn that it
 * has no effect. When the answer is given this node's road times know it; other nodes within half a second.
 */
export async function changeRoad(
  desk: RoadDesk,
  order: Order,
  { from, to, factor = 0, ...body }: z.output<typeof changeRoadBody>,
): Promise<Answer<RoadChangeView>> {
  const id = newId()
  const { roads, metres } = await desk.roadChanges.tryOut(asRoadChange({ ...body, id, factor }))
  if (roads === 0)
    throw new Refusal('road-change/no-road', 'No road of the network answers to that', {
      errors: [{ pointer: '/place', detail: 'no road of the network answers to that' }],
    })
  const answer = await command(desk, order, async (work) => {
    const change = await saveRoadChange(work.trx, {
      ...body,
      id,
      factor,
      roads,
      metres: Math.round(metres),
      from: from ?? null,
      to: to ?? null,
      madeBy: work.actor.id,
    })
    work.audit({
      op: 'alteration',
      subjectType: 'road-change',
      subjectId: id,
      reason: `${change.kind}: ${change.because}`,
    })
    work.record({
      type: 'road-changed',
      audience: 'room',
      areaId: null,
      data: { change, by: work.actor.name },
    } satisfies Event)
    return { status: 201, body: change }
  })
  await desk.roadChanges.look()
  return answer
}

/** The road is as it was. @throws Refusal road-change/unknown when it is none, or was withdrawn already */
export async function withdrawRoadChange(
  desk: RoadDesk,
  order: Order,
  changeId: string,
): Promise<Answer<RoadChangeView>> {
  const answer = await command(desk, order, async (work) => {
    const change = await saveWithdrawal(work.trx, changeId, work.actor.id)
    if (!change) throw new Refusal('road-change/unknown', 'There is no such road change that could be withdrawn')
    work.audit({ op: 'alteration', subjectType: 'road-change', subjectId: changeId, reason: 'withdrawn' })
    work.record({
      type: 'road-change-withdrawn',
      audience: 'room',
      areaId: null,
      data: { change, by: work.actor.name },
    } satisfies Event)
    return { status: 200, body: change }
  })
  await desk.roadChanges.look()
  return answer
}

import { Refusal } from '../core/index.ts'
import { type Answer, command, type Desk, type Order } from '../journal/index.ts'
import { addressInLine } from '../places/index.ts'
import { mayBeTold } from './entitlement-rules.ts'
import type { ToldAddress } from './protection-contract.ts'
import { getProtectedIncident } from './protection-store.ts'

/**
 * Tells the address of an incident at a protected place to somebody who is entitled; each telling is on the audit as a
 * consultation, each attempt of somebody who is not as a refusal (CR-14, F23).
 * @throws Refusal place/protected, place/not-protected
 */
export async function tellAddress(
  desk: Desk,
  order: Order,
  incidentId: string,
  unitId: string | undefined,
): Promise<Answer<ToldAddress>> {
  try {
    return await command(desk, order, async (work) => {
      const { place, asTyped, ...facts } = await getProtectedIncident(work.trx, incidentId)
      const allowed = mayBeTold(work.actor, facts, unitId)
      // asked first: whether an address is protected is told to nobody who may not know it
      if (allowed instanceof Refusal) throw allowed
      if (!place) throw new Refusal('place/not-protected', 'The incident is at no protected address')
      work.audit({
        op: 'consultation',
        subjectType: 'protected-address',
        subjectId: place.id,
        incidentId,
        reason: 'the address of an incident at a protected place, told to whoever works it',
        detail: unitId === undefined ? {} : { unitId },
      })
      const { lat, lon } = place
      return { status: 200, body: { incidentId, address: addressInLine(place), asTyped, lat, lon } }
    })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'place/protected') await noteAttempt(desk, order, incidentId)
    throw error
  }
}

async function noteAttempt(desk: Desk, order: Order, incidentId: string): Promise<void> {
  await command(desk, { ...order, idempotencyKey: null }, async (work) => {
    work.audit({
      op: 'refusal',
      subjectType: 'protected-address',
      incidentId,
      reason: 'asked for a protected address without being entitled',
    })
    return { status: 200, body: null }
  })
}

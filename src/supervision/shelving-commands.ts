import type { z } from 'zod'
import { Refusal } from '../core/index.ts'
import { type Answer, command, type Desk, type EventOf, type Order } from '../journal/index.ts'
import type { supervisionEvents } from './exception-contract.ts'
import { listShelved } from './shelving-board.ts'
import type { ShelvingView, shelveBody } from './shelving-contract.ts'
import { endShelving, lockShelvings, saveShelving } from './shelving-store.ts'

type Event = EventOf<typeof supervisionEvents>

/**
 * A supervisor puts a kind of alarm aside for a while, with a reason; every desk says so (CONSOLES 1.3).
 * @throws Refusal alarm/emergency, alarm/shelved
 */
export function shelveAlarm(
  desk: Desk,
  order: Order,
  { kind, minutes, reason }: z.output<typeof shelveBody>,
): Promise<Answer<ShelvingView>> {
  return command(desk, order, async (work) => {
    if (kind === 'emergency') throw new Refusal('alarm/emergency', 'It sounds until it is acknowledged')
    await lockShelvings(work.trx)
    const already = (await listShelved(work.trx)).find((one) => one.kind === kind)
    if (already) throw new Refusal('alarm/shelved', `${already.shelvedBy} shelved it until ${already.until}`)
    const shelving = await saveShelving(work.trx, { kind, minutes, reason, by: work.actor })
    work.audit({
      op: 'alteration',
      subjectType: 'alarm',
      subjectId: shelving.id,
      reason: `shelved ${kind}, ${minutes} min`,
    })
    work.record({ type: 'alarm-shelved', audience: 'room', data: { shelving } } satisfies Event)
    return { status: 201, body: shelving }
  })
}

/** The alarm sounds again before the time is up. @throws Refusal alarm/shelving-unknown, alarm/shelving-over */
export function unshelveAlarm(desk: Desk, order: Order, shelvingId: string): Promise<Answer<ShelvingView>> {
  return command(desk, order, async (work) => {
    await lockShelvings(work.trx)
    const shelving = await endShelving(work.trx, shelvingId, work.actor)
    work.audit({ op: 'alteration', subjectType: 'alarm', subjectId: shelvingId, reason: `unshelved ${shelving.kind}` })
    work.record({ type: 'alarm-unshelved', audience: 'room', data: { shelving } } satisfies Event)
    return { status: 200, body: shelving }
  })
}

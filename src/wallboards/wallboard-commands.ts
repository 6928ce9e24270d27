import type { z } from 'zod'
import { newId, Refusal } from '../core/index.ts'
import { isBreachOf } from '../db/index.ts'
import { type Answer, command, type Desk, type Order } from '../journal/index.ts'
import type { lightBody, wallboardKept } from './wallboard-contract.ts'
import { saveEnded, saveWallboard } from './wallboard-store.ts'

/** Lights a board under a name that no other has. @throws Refusal wallboard/name-taken */
export async function lightWallboard(
  desk: Desk,
  order: Order,
  { name, tokenHash }: z.output<typeof lightBody>,
): Promise<Answer<z.output<typeof wallboardKept>>> {
  try {
    return await command(desk, order, async (work) => {
      const id = newId()
      await saveWallboard(work.trx, work.tokenHash, { id, name, tokenHash: Buffer.from(tokenHash, 'hex') })
      work.audit({ op: 'collection', subjectType: 'wallboard', subjectId: id, reason: 'wallboard lit' })
      return { status: 201, body: { id, name, lit: true } }
    })
  } catch (error) {
    if (isBreachOf(error, 'system_account_name_key') || isBreachOf(error, 'system_account_token_hash_key'))
      throw new Refusal('wallboard/name-taken', 'A system account has that name, or that token')
    throw error
  }
}

/** Ends a board: from the next second on its token opens nothing. @throws Refusal wallboard/unknown */
export function endWallboard(desk: Desk, order: Order, id: string): Promise<Answer<{ id: string }>> {
  return command(desk, order, async (work) => {
    if (!(await saveEnded(work.trx, work.tokenHash, id)))
      throw new Refusal('wallboard/unknown', 'There is no such wallboard that is lit')
    work.audit({ op: 'alteration', subjectType: 'wallboard', subjectId: id, reason: 'wallboard ended' })
    return { status: 200, body: { id } }
  })
}

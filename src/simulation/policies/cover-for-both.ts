import { orderByCover } from '../../dispatch/index.ts'
import type { Policy } from '../policy.ts'
import { choose as divertAndCover } from './divert-and-cover.ts'

/**
 * What the product does not do: grade 1, too, goes to the unit in time whose going costs least cover. Not in the
 * field; it is here to see what that buys and what it costs.
 */
export const choose: Policy = (call, units, ground) => {
  if (call.grade === 2) return divertAndCover(call, units, ground)
  const may = units.filter(({ mayGo }) => mayGo)
  const candidates = may.map((unit) => ({ seconds: ground.roadSeconds(unit), loss: ground.coverLoss(unit) }))
  const [first] = orderByCover(candidates, { ...ground.cover, spareSeconds: 60 }, call.secondsLeft)
  return first === undefined || candidates[first]?.seconds === Infinity ? undefined : may[first]
}

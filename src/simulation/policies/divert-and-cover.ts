import { orderByCover } from '../../dispatch/index.ts'
import type { Policy } from '../policy.ts'
import { choose as nearestWithDivert } from './nearest-with-divert.ts'

/**
 * Grade 1: who is there first, with divert. Grade 2: of the units that are there in time, the one whose going costs
 * the area's cover for grade 1 least, by the product's own rule and weight (the force's dispatch rules).
 */
export const choose: Policy = (call, units, ground) => {
  if (call.grade === 1) return nearestWithDivert(call, units, ground)
  const free = units.filter(({ mayGo, isFree }) => mayGo && isFree)
  const candidates = free.map((unit) => ({ seconds: ground.roadSeconds(unit), loss: ground.coverLoss(unit) }))
  const [first] = orderByCover(candidates, ground.cover, call.secondsLeft)
  return first === undefined || candidates[first]?.seconds === Infinity ? undefined : free[first]
}

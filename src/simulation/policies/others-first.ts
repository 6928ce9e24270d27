import { least, type Policy } from '../policy.ts'
import { choose as nearestWithDivert } from './nearest-with-divert.ts'

/** Seconds before a grade 2 runs out by which a unit must be there. */
const SPARE = 600

/**
 * Grade 1: who is there first, with divert. Grade 2: the nearest of those that may not go to grade 1 anyway
 * (neighbourhood cars, drivers without response training) when it is there in time, else the nearest: what cover
 * comes to when nothing is reckoned.
 */
export const choose: Policy = (call, units, ground) => {
  if (call.grade === 1) return nearestWithDivert(call, units, ground)
  const other = least(
    units.filter(({ mayGo, isFree, emergencyCapable }) => mayGo && isFree && !emergencyCapable),
    ground.roadSeconds,
  )
  if (other && ground.roadSeconds(other) <= call.secondsLeft - SPARE) return other
  return nearestWithDivert(call, units, ground)
}

import type { Policy } from '../policy.ts'
import { choose as nearestWithDivert } from './nearest-with-divert.ts'

/** So many units that may go to grade 1 are kept free in the county. */
const RESERVE = 10
/** Seconds before a grade 2 runs out at which the reserve goes after all. */
const LAST_MOMENT = 1_800

/** Grade 1: who is there first, with divert. Grade 2: the nearest, but it waits while only the reserve is left. */
export const choose: Policy = (call, units, ground) => {
  if (call.grade === 1) return nearestWithDivert(call, units, ground)
  const reserve = units.filter(({ isFree, emergencyCapable }) => isFree && emergencyCapable).length
  const mustGo = call.secondsLeft < LAST_MOMENT || reserve > RESERVE
  return nearestWithDivert(call, mustGo ? units : units.filter(({ emergencyCapable }) => !emergencyCapable), ground)
}

import type { Policy } from '../policy.ts'
import { choose as divertAndCover } from './divert-and-cover.ts'
import { choose as nearestByRoad } from './nearest-by-road.ts'

/** Cover kept by grade 2 alone: grade 1 gets the nearest free unit, and nobody turns round. */
export const choose: Policy = (call, units, ground) =>
  call.grade === 1 ? nearestByRoad(call, units, ground) : divertAndCover(call, units, ground)

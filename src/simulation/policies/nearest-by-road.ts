import { least, type Policy } from '../policy.ts'

/** The free unit that is there first, for both grades. */
export const choose: Policy = (_call, units, ground) =>
  least(
    units.filter(({ mayGo, isFree }) => mayGo && isFree),
    ground.roadSeconds,
  )

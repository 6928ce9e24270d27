import { least, type Policy } from '../policy.ts'

/** The free unit that is nearest as the crow flies: what a map with dots on it suggests. */
export const choose: Policy = (_call, units, ground) =>
  least(
    units.filter(({ mayGo, isFree }) => mayGo && isFree),
    ground.lineMetres,
  )

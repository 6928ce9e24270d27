import { least, type Policy } from '../policy.ts'

/** A unit that nobody has goes rather than one that is on its way, when it is there at most this many seconds later. */
const AS_GOOD_AS = 30

/** Who is there first; for grade 1 also among units still on their way to a grade 2. */
export const choose: Policy = (_call, units, ground) =>
  least(
    units.filter(({ mayGo }) => mayGo),
    (unit) => ground.roadSeconds(unit) + (unit.leaves ? AS_GOOD_AS : 0),
  )

import { least, type Policy } from '../policy.ts'

const LOOKED_AT = 5

/** The five free units nearest as the crow flies, and of these the one that is there first. */
export const choose: Policy = (_call, units, ground) => {
  const byLine = units
    .filter(({ mayGo, isFree }) => mayGo && isFree)
    .map((unit) => ({ unit, metres: ground.lineMetres(unit) }))
    .sort((a, b) => a.metres - b.metres)
  return least(
    byLine.slice(0, LOOKED_AT).map(({ unit }) => unit),
    ground.roadSeconds,
  )
}

import type { DispatchRules } from '../definitions/index.ts'
import { holds, type Need, type UnitFacts } from './need.ts'

/** Most units that one need may call for. */
const MOST_UNITS = 8

/** How many officers a need calls for, by which rule; one where no rule of the force says more. */
export function officersFor(need: Need, rules: Pick<DispatchRules, 'officers'>): { rule: string; atLeast: number } {
  let most = { rule: 'officers/one', atLeast: 1 }
  for (const { id, when, atLeast } of rules.officers) {
    if (atLeast > most.atLeast && holds(when, need)) most = { rule: id, atLeast }
  }
  return most
}

/**
 * How many units a need calls for when these are going already: those, and of the ranked ones as many as are still
 * missing. `more` is 0 when officers enough are going.
 */
export function unitsNeededFor(
  atLeast: number,
  going: ReadonlyArray<Pick<UnitFacts, 'crewSize'>>,
  ranked: ReadonlyArray<Pick<UnitFacts, 'crewSize'>>,
): { unitsNeeded: number; more: number } {
  const missing = atLeast - going.reduce((officers, { crewSize }) => officers + crewSize, 0)
  const more = going.length > 0 && missing <= 0 ? 0 : unitsFor(Math.max(1, missing), ranked)
  return { unitsNeeded: going.length + more, more }
}

/**
 * How many of the ranked units, from the first on, have so many officers together: one double crew is a pair, and
 * so are the first and its backup. With too few it is as many single crews as would do.
 */
export function unitsFor(atLeast: number, ranked: ReadonlyArray<Pick<UnitFacts, 'crewSize'>>): number {
  let officers = 0
  for (const [index, { crewSize }] of ranked.slice(0, MOST_UNITS).entries()) {
    officers += crewSize
    if (officers >= atLeast) return index + 1
  }
  return Math.max(1, Math.min(MOST_UNITS, atLeast))
}

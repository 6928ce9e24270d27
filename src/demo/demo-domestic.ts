import type { DemoPerson, Household } from './demo-people.ts'
import type { SeededRandom } from './seeded-random.ts'

/** One victim, the person they are afraid of, and how often police were called in the year. */
export type DomesticPair = {
  victim: DemoPerson
  suspect: DemoPerson
  /** what the suspect is to the victim */
  relationship: string
  household: Household
  suspectLivesThere: boolean
  incidents: number
}

/** How many incidents of domestic abuse, and how many of those from somebody who had called before. */
export type DomesticCounts = { incidents: number; repeats: number }

/** Of victims in mixed couples, how many are women (illustrative; most are). */
const WOMEN = 0.76
/** No invented victim calls more often than this in a year. */
const MOST_INCIDENTS = 9

/**
 * Victims for exactly that many incidents, of which exactly `repeats` come from somebody with an earlier one
 * in the year: each victim's first incident is no repeat, every later one is.
 * @throws Error when there are not enough households
 */
export function makePairs(
  random: SeededRandom,
  households: readonly Household[],
  counts: DomesticCounts,
): DomesticPair[] {
  const victims = counts.incidents - counts.repeats
  const settled = random.shuffle(households.filter(({ kind }) => kind !== 'older-couple' || random.chance(0.2)))
  const living = random.shuffle(households.filter(({ kind }) => kind === 'single').flatMap(({ adults }) => adults))
  if (victims > settled.length) throw new Error(`${victims} victims need more than ${households.length} households`)
  const pairs: DomesticPair[] = []
  for (const household of settled.slice(0, victims)) {
    const pair = pairIn(random, household) ?? pairApart(random, household, living, pairs)
    pairs.push({ ...pair, household, incidents: 1 })
  }
  for (let left = victims > 0 ? counts.repeats : 0; left > 0; ) {
    const pair = random.pickLeaning(pairs, 2.2)
    if (pair.incidents >= MOST_INCIDENTS && pairs.some(({ incidents }) => incidents < MOST_INCIDENTS)) continue
    pair.incidents += 1
    left -= 1
  }
  return pairs
}

type Parties = Pick<DomesticPair, 'victim' | 'suspect' | 'relationship' | 'suspectLivesThere'>

/** Two who live together. */
function pairIn(random: SeededRandom, { adults, kind }: Household): Parties | undefined {
  const [first, second] = adults
  if (!first || !second) return undefined
  const woman = adults.find(({ sex }) => sex === 'female')
  const man = adults.find(({ sex }) => sex === 'male')
  const victim = woman && man ? (random.chance(WOMEN) ? woman : man) : random.pick([first, second])
  const suspect = victim === first ? second : first
  const married = kind === 'older-couple' || random.chance(0.45)
  const relationship = married ? (suspect.sex === 'male' ? 'husband' : 'wife') : 'partner'
  return { victim, suspect, relationship, suspectLivesThere: true }
}

/** Somebody living alone or with children, and a former partner or a grown child who lives elsewhere. */
function pairApart(
  random: SeededRandom,
  { adults, kind }: Household,
  living: readonly DemoPerson[],
  before: readonly DomesticPair[],
): Parties {
  const victim = adults[0]
  if (!victim) throw new Error('a household without adults')
  // some abuse more than one person, and the history shows it
  const known = before.filter(({ suspectLivesThere }) => !suspectLivesThere).map(({ suspect }) => suspect)
  const pool = known.length > 0 && random.chance(0.07) ? known : living
  const older = kind === 'older-single'
  const fits = ({ id, sex, age }: DemoPerson) =>
    id !== victim.id && (older ? victim.age - age >= 18 : sex !== victim.sex && Math.abs(age - victim.age) <= 14)
  const suspect =
    [random.pick(pool), random.pick(pool), ...living].find(fits) ?? living.find(({ id }) => id !== victim.id)
  if (!suspect) throw new Error('nobody lives alone')
  const relationship = older ? (suspect.sex === 'male' ? 'son' : 'daughter') : 'former partner'
  return { victim, suspect, relationship, suspectLivesThere: false }
}

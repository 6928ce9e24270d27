import { sayDay, yearsBetween } from './calendar-rules.ts'
import { matchNames, type NameMatch, type NameVariants } from './name-rules.ts'

/** A person as somebody named them. Days are `yyyy-mm-dd`; `aged` in years, said or guessed. */
export type NamedPerson = { name: string; bornOn: string | null; aged: number | null }

/** Somebody of the records who may be meant, with what speaks for it beside the name. */
export type RecordedPerson = {
  id: string
  givenNames: string
  familyName: string
  bornOn: string | null
  aliases: readonly string[]
  formerNames: readonly string[]
  /** recorded with the number that called, or at the address of the incident */
  usesNumber: boolean
  livesHere: boolean
}

/** One of those it may be, with the reasons as they are shown. `score` 0 to 1 only ranks. */
export type Candidate = { id: string; name: string; bornOn: string | null; score: number; because: string[] }

/**
 * Who of the records was named. `taken`: the only one it can be. Otherwise it is one of `offered`, or nobody, and a
 * person decides; whoever is not taken is still offered, so that nobody is passed over in silence.
 */
export type Identity = { taken: string | null; offered: Candidate[] }

/** At most so many are offered, best first. */
export const MOST_OFFERED = 8
/** Below this they are different people. */
const LEAST_SCORE = 0.55
/** The name is the same, or one the force lists as the same. */
const SURE_NAME = 0.95
/** Years that a guess of age may be wrong. */
const AGE_GUESS = 3

type Birth = { factor: number; says: 'same' | 'close' | 'age' | 'nothing' | 'differs'; because: string | null }
type Judged = Candidate & { match: NameMatch; birth: Birth; known: boolean }

/**
 * Ranks who may be meant. Somebody is taken without asking only when the name is the same (or a listed variant with the
 * same date of birth), nothing contradicts, and nobody else fits as well: twins of one address have one date of birth and
 * are two people. Everybody else who may be meant is offered with reasons.
 */
export function identify(
  named: NamedPerson,
  recorded: readonly RecordedPerson[],
  variants: NameVariants,
  today: string,
): Identity {
  const judged = recorded
    .flatMap((person) => judge(named, person, variants, today))
    .sort((a, b) => b.score - a.score || compare(a.id, b.id))
  const sure = judged.filter(isSure)
  const [first] = sure
  const taken = sure.length === 1 && first !== undefined && !hasRival(first, judged) ? first.id : null
  const offered = judged
    .slice(0, MOST_OFFERED)
    .map(({ id, name, bornOn, score, because }) => ({ id, name, bornOn, score, because }))
  return { taken, offered }
}

function judge(named: NamedPerson, person: RecordedPerson, variants: NameVariants, today: string): Judged[] {
  const found = bestName(named.name, person, variants)
  if (!found) return []
  const { match, under } = found
  const birth = compareBirth(named, person, today)
  const known = person.usesNumber || person.livesHere
  const score = Math.min(1, match.strength * birth.factor + (known ? 0.1 : 0))
  // one word, or another date of birth, is nobody unless the call itself points there
  if (!known && (birth.says === 'differs' || (match.how === 'part' && birth.says !== 'same'))) return []
  if (score < LEAST_SCORE) return []
  const because = [
    HOW[match.how],
    ...(under === null ? [] : [`also known as ${under}`]),
    ...(birth.because === null ? [] : [birth.because]),
    ...(person.usesNumber ? ['recorded with this number'] : []),
    ...(person.livesHere ? ['recorded at this address'] : []),
  ]
  const name = `${person.givenNames} ${person.familyName}`.trim()
  return [{ id: person.id, name, bornOn: person.bornOn, score, because, match, birth, known }]
}

const HOW: Record<NameMatch['how'], string> = {
  same: 'the same name',
  order: 'the same name, the other way round',
  variant: 'another form of the name',
  sound: 'a name that sounds alike',
  spelling: 'a name spelt nearly alike',
  initial: 'the same initial',
  part: 'one name of it',
}

function bestName(
  said: string,
  person: RecordedPerson,
  variants: NameVariants,
): { match: NameMatch; under: string | null } | undefined {
  const { givenNames, familyName } = person
  const names = [
    { givenNames, familyName, under: null },
    ...person.aliases.map((alias) => ({ ...part(alias, familyName), under: alias })),
    ...person.formerNames.map((former) => ({ ...partFormer(former, givenNames), under: former })),
  ]
  let best: { match: NameMatch; under: string | null } | undefined
  for (const { under, ...name } of names) {
    const match = matchNames(said, name, variants)
    if (match && match.strength > (best?.match.strength ?? 0)) best = { match, under }
  }
  return best
}

/** Another name: whole, or a first name used in place of theirs. */
function part(alias: string, familyName: string): { givenNames: string; familyName: string } {
  const words = alias.trim().split(/\s+/)
  return words.length === 1
    ? { givenNames: alias, familyName }
    : { givenNames: words.slice(0, -1).join(' '), familyName: words.at(-1) as string }
}

/** A former name: whole, or a family name alone. */
function partFormer(former: string, givenNames: string): { givenNames: string; familyName: string } {
  const words = former.trim().split(/\s+/)
  return words.length === 1 ? { givenNames, familyName: former } : part(former, '')
}

function compareBirth(named: NamedPerson, { bornOn }: RecordedPerson, today: string): Birth {
  if (bornOn === null) return { factor: 0.9, says: 'nothing', because: null }
  if (named.bornOn === null) {
    if (named.aged === null) return { factor: 0.9, says: 'nothing', because: `born ${sayDay(bornOn)}` }
    const years = yearsBetween(bornOn, today)
    return Math.abs(years - named.aged) <= AGE_GUESS
      ? { factor: 0.95, says: 'age', because: `aged ${years}` }
      : { factor: 0.6, says: 'differs', because: `another age: ${years}` }
  }
  if (named.bornOn === bornOn) return { factor: 1, says: 'same', because: 'the same date of birth' }
  if (isSlip(named.bornOn, bornOn))
    return { factor: 0.85, says: 'close', because: `nearly the same date of birth: ${sayDay(bornOn)}` }
  return { factor: 0.6, says: 'differs', because: `another date of birth: ${sayDay(bornOn)}` }
}

/** One digit heard wrongly, two digits swapped, or day and month the other way round. */
function isSlip(one: string, other: string): boolean {
  const swapped = `${one.slice(0, 4)}-${one.slice(8, 10)}-${one.slice(5, 7)}`
  if (swapped === other) return true
  const wrong = [...one].flatMap((digit, index) => (digit === other[index] ? [] : [index]))
  if (wrong.length === 1) return true
  const [a, b] = wrong
  return wrong.length === 2 && a !== undefined && b !== undefined && one[a] === other[b] && one[b] === other[a]
}

/** A listed form of the name is sure only with the date of birth. */
function isSure({ match, birth }: Judged): boolean {
  const { how, strength } = match
  if (birth.says === 'close' || birth.says === 'differs' || strength < SURE_NAME) return false
  return how === 'same' || how === 'order'
    ? strength === 1 || birth.says === 'same'
    : birth.says === 'same' && how === 'variant'
}

/** Somebody else who fits about as well: nearly the name, and the same date of birth or nothing that tells them apart. */
function hasRival(taken: Judged, judged: readonly Judged[]): boolean {
  return judged.some(
    (other) =>
      other.id !== taken.id &&
      other.birth.says === taken.birth.says &&
      taken.birth.says !== 'same' &&
      other.match.strength >= 0.85 &&
      !(taken.known && !other.known),
  )
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b)
}

/**
 * Names that are the same to whoever says them, as the force lists them (definition `name-variants`): Liz and Elizabeth,
 * Catherine and Kathryn. Made once from the list, asked for each pair of words.
 */
export type NameVariants = ReadonlyMap<string, ReadonlySet<number>>

/** Reads the list: each entry is the names that stand for each other. */
export function readVariants(listed: ReadonlyArray<readonly string[]>): NameVariants {
  const groups = new Map<string, Set<number>>()
  for (const [group, names] of listed.entries()) {
    for (const name of names) {
      const word = foldName(name)
      groups.set(word, (groups.get(word) ?? new Set()).add(group))
    }
  }
  return groups
}

/**
 * A name as it is compared: lower case, without accents, Mac as Mc, O' joined on, hyphens as blanks. The database folds in the
 * same way (`name_fold`) to find who may be meant; here is decided who is.
 */
export function foldName(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('æ', 'ae')
    .replaceAll(/['’‘`´.]/g, '')
    .replaceAll(/[-–—_,;:/\\()"&|!*<>\s]+/g, ' ')
    .replaceAll(/\b(mac|mc) ?(?=[a-z]{3})/g, 'mc')
    .replaceAll(/\bo (?=[a-z]{3})/g, 'o')
    .trim()
}

/** How a word of a name agrees with another; `strength` 1 is the same word. Undefined: they are different names. */
export type WordMatch = { strength: number; how: 'same' | 'variant' | 'sound' | 'spelling' | 'initial' }

/** Lengths from which one and from which two letters may be wrong. */
const ONE_WRONG_FROM = 4
const TWO_WRONG_FROM = 7

/**
 * Compares two folded words. Short names are told apart by every letter: Ann and Ian, Jon and Ron are not one
 * name; Jon and John sound alike.
 */
export function matchWords(one: string, other: string, variants: NameVariants): WordMatch | undefined {
  if (one === other) return { strength: 1, how: 'same' }
  const groups = variants.get(one)
  if (groups && [...(variants.get(other) ?? [])].some((group) => groups.has(group)))
    return { strength: 0.96, how: 'variant' }
  const shorter = Math.min(one.length, other.length)
  if (shorter === 1) return one[0] === other[0] ? { strength: 0.6, how: 'initial' } : undefined
  const wrong = editDistance(one, other)
  if (soundOf(one) === soundOf(other) && wrong <= mostOfASound(shorter)) {
    return { strength: 0.9, how: 'sound' }
  }
  if (wrong === 1 && shorter >= ONE_WRONG_FROM) return { strength: 0.85, how: 'spelling' }
  if (wrong === 2 && shorter >= TWO_WRONG_FROM) return { strength: 0.75, how: 'spelling' }
  return undefined
}

/** How many letters spellings of one sound differ in: Ian and Ann, Hall and Hill only happen to have the same consonants. */
function mostOfASound(letters: number): number {
  if (letters < 3) return 0
  if (letters < 5) return 1
  return letters < 6 ? 3 : 4
}

/** In the order in which they are applied. */
const SOUNDS: ReadonlyArray<readonly [RegExp, string]> = [
  [/^(kn|gn|pn)/, 'n'],
  [/^wr/, 'r'],
  [/^rh/, 'r'],
  [/^ps/, 's'],
  [/^x/, 's'],
  [/ph/g, 'f'],
  [/ght/g, 't'],
  [/gh/g, ''],
  [/sch|sh|tch|ch/g, 'x'],
  [/th/g, '0'],
  [/ck|cq|q/g, 'k'],
  [/c(?=[eiy])/g, 's'],
  [/c/g, 'k'],
  [/dg(?=[eiy])/g, 'j'],
  [/g(?=[eiy])/g, 'j'],
  [/ks/g, 'x'],
  [/z/g, 's'],
  [/^v|v/g, 'f'],
  [/^y/, 'i'],
  [/(?<=.)h/g, ''],
  [/mb$/g, 'm'],
  [/^[aeiouy]+/, 'a'],
  [/(?<=.)[aeiouyw]+/g, ''],
]

/** How a folded word sounds to an English ear: its consonants, and whether it begins with a vowel. */
export function soundOf(word: string): string {
  let sound = word
  for (const [spelt, heard] of SOUNDS) sound = sound.replace(spelt, heard)
  return sound.replaceAll(/(.)\1+/g, '$1')
}

/** Letters changed, left out, added, or swapped with their neighbour. */
export function editDistance(one: string, other: string): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1]
      let least = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (isSame ? 0 : 1))
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      if (isSwap) least = Math.min(least, at(before, j - 2) + 1)
      row.push(least)
    }
    before = last
    last = row
  }
  return at(last, other.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] as number
}

/** How a whole name agrees: `strength` 0 to 1; `how` says the weakest of it. */
export type NameMatch = { strength: number; how: WordMatch['how'] | 'order' | 'part' }

/** Above any strength that is offered. */
const NONE = 0

/**
 * Compares a name as it was said with one of the records, both in full. The given name must agree with a given name
 * and the family name with a family name; said the other way round counts a little less; a middle name that is
 * left out says nothing, one that contradicts does. One word alone agrees at most in part.
 */
export function matchNames(
  said: string,
  recorded: { givenNames: string; familyName: string },
  variants: NameVariants,
): NameMatch | undefined {
  const words = foldName(said).split(' ').filter(Boolean)
  const given = foldName(recorded.givenNames).split(' ').filter(Boolean)
  const family = foldName(recorded.familyName).split(' ').filter(Boolean)
  const tries = [
    ...splits(words).map(([first, last]) => compare(first, last, given, family, variants)),
    ...splits(words).map(([last, first]) => later(compare(first, last, given, family, variants))),
    matchPart(words, given, family, variants),
  ]
  return tries
    .filter((match) => match !== undefined)
    .reduce<NameMatch | undefined>(
      (best, match) => (match.strength > (best?.strength ?? NONE) ? match : best),
      undefined,
    )
}

/** Every way of parting the words into given names and a family name; neither may be empty. */
function splits(words: readonly string[]): Array<[string[], string[]]> {
  return words.slice(1).map((_, index) => [words.slice(0, index + 1), words.slice(index + 1)])
}

function later(match: NameMatch | undefined): NameMatch | undefined {
  return match && { strength: match.strength * 0.95, how: match.how === 'same' ? 'order' : match.how }
}

/** A middle name that contradicts; a family name of which only a part was said. */
const MIDDLE_DIFFERS = 0.85
const PART_OF_FAMILY = 0.92
/** Given names of which the first is not the one said: somebody known by a middle name. */
const BY_MIDDLE_NAME = 0.94

function compare(
  first: readonly string[],
  last: readonly string[],
  given: readonly string[],
  family: readonly string[],
  variants: NameVariants,
): NameMatch | undefined {
  const ofFamily = matchFamily(last, family, variants)
  const ofGiven = matchGiven(first, given, variants)
  if (!ofFamily || !ofGiven) return undefined
  // two initials and nothing else are nobody's name
  if (ofFamily.how === 'initial') return undefined
  const weakest = ofGiven.strength <= ofFamily.strength ? ofGiven : ofFamily
  return { strength: ofFamily.strength * ofGiven.strength, how: weakest.how }
}

function matchFamily(
  last: readonly string[],
  family: readonly string[],
  variants: NameVariants,
): WordMatch | undefined {
  const whole = matchWords(last.join(''), family.join(''), variants)
  if (whole) return whole
  const [few, many] = last.length <= family.length ? [last, family] : [family, last]
  // one half of a double name
  if (few.length !== 1 || many.length === 1) return undefined
  const parts = many.map((word) => matchWords(few[0] as string, word, variants))
  const part = parts.find((match) => match && match.how !== 'initial')
  return part && { strength: part.strength * PART_OF_FAMILY, how: part.how }
}

function matchGiven(first: readonly string[], given: readonly string[], variants: NameVariants): WordMatch | undefined {
  const whole = matchWords(first.join(''), given.join(''), variants)
  if (whole && whole.how !== 'initial') return whole
  const [said, ...saidMiddle] = first as [string, ...string[]]
  const found = given.map((word) => matchWords(said, word, variants)).findIndex((match) => match !== undefined)
  if (found < 0) return undefined
  const match = matchWords(said, given[found] as string, variants) as WordMatch
  const rest = given.slice(found + 1)
  const contradicts =
    saidMiddle.length > 0 &&
    rest.length > 0 &&
    !saidMiddle.some((middle) => rest.some((word) => matchWords(middle, word, variants)))
  const strength = match.strength * (contradicts ? MIDDLE_DIFFERS : 1) * (found > 0 ? BY_MIDDLE_NAME : 1)
  return { ...match, strength }
}

/** Only one word was said. */
const ONE_WORD = 0.7

function matchPart(
  words: readonly string[],
  given: readonly string[],
  family: readonly string[],
  variants: NameVariants,
): NameMatch | undefined {
  if (words.length !== 1) return undefined
  const matches = [...given, ...family].map((word) => matchWords(words[0] as string, word, variants))
  const best = matches.find((match) => match && match.how !== 'initial' && match.strength >= 0.85)
  return best && { strength: ONE_WORD * best.strength, how: 'part' }
}

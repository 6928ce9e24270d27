import { connectors, streetTypes, wideAreas } from './address-words.ts'

/** How well a place fits what was typed, 0 to 1; below `least` it is not offered. */
export const matchScore = {
  /** a place is offered when it fits at least this well ... */
  least: 0.35,
  /** ... and at least this share of the best */
  leastOfBest: 0.7,
  /** what is left of the score when none of the place's own name was typed, only where it is or what it is */
  withoutName: 0.55,
  /** a word found in where the place is, not in its name */
  around: 0.95,
  /** a word that the gazetteer has as it was typed is seldom a slip for another */
  slipOfKnownWord: 0.45,
  /** a word that sounds alike: less than one slip in a long word, more than two */
  soundsAlike: 0.78,
  /** added when the words of a street's name were typed one behind the other: Carlisle Road in Brampton is not Brampton Road */
  inOrder: 0.04,
} as const

/** A word as typed; `known`: the gazetteer has this very word. */
export type TypedWord = { word: string; known: boolean }

/** A word as typed, and how surely it is a given word of the gazetteer, 0 to 1. */
export type ReadWord = TypedWord & { quality: (word: string) => number }

/** How much a word says of which place is meant: `Road` little, `of` nothing much. */
export function wordWeight(word: string): number {
  if (connectors.has(word) || wideAreas.has(word)) return 0.1
  return streetTypes.has(word) ? 0.4 : 1
}

/**
 * How surely a typed word is a given word: the word itself 1, its beginning a little less, a word with few enough
 * slips of the keyboard less again; else 0. Numbers and road numbers allow no slip.
 */
export function wordQuality(one: TypedWord, word: string): number {
  const { word: typed, known } = one
  if (typed === word) return 1
  if (typed.length >= 2 && word.startsWith(typed)) return 0.8 + (0.15 * typed.length) / word.length
  const slips = allowedSlips(one)
  if (slips === 0 || Math.abs(typed.length - word.length) > slips || /\d/.test(word)) return 0
  const made = countSlips(typed, word, slips)
  if (made > slips) return 0
  // a slip weighs less in a long word, and the first letters are seldom wrong
  const quality = 0.93 - (0.9 * made) / Math.max(typed.length, word.length) + 0.02 * sameBeginning(typed, word)
  return known ? quality * matchScore.slipOfKnownWord : quality
}

/** Letters that two words begin with alike, up to three. */
function sameBeginning(a: string, b: string): number {
  let same = 0
  while (same < 3 && a[same] === b[same]) same += 1
  return same
}

/** How many slips of the keyboard a typed word may have: two in eight letters or more; a short word that is known, none. */
export function allowedSlips({ word, known }: TypedWord): 0 | 1 | 2 {
  if (word.length < (known ? 4 : 3) || /\d/.test(word)) return 0
  return word.length < 8 ? 1 : 2
}

/**
 * How well the words of a place fit the words typed. The typed words must be found (in the name, or in where and
 * what the place is), and the name should hold no more than was typed: "Green Road" is not "Harraby Green Road".
 */
export function matchPlace(typed: readonly ReadWord[], name: readonly string[], around: readonly string[]): number {
  let [found, wanted] = [0, 0]
  for (const one of typed) {
    const weight = wordWeight(one.word)
    wanted += weight
    found += weight * Math.max(bestQuality(one, name), matchScore.around * bestQuality(one, around))
  }
  if (wanted === 0) return 0
  let [said, whole] = [0, 0]
  for (const word of name) {
    if (connectors.has(word) && name.length > 1) continue
    const weight = wordWeight(word)
    whole += weight
    said += weight * Math.max(0, ...typed.map((one) => one.quality(word)))
  }
  return fitOf(found / wanted, whole === 0 ? 0 : said / whole)
}

/** Whether the words of a street's name were typed one behind the other, as far as a slip can be told from a word. */
export function isInOrder(typed: readonly ReadWord[], name: readonly string[]): boolean {
  const words = name.filter((word) => !connectors.has(word))
  if (!streetTypes.has(words.at(-1) ?? '')) return false
  return typed.some((_, from) => words.every((word, at) => (typed[from + at]?.quality(word) ?? 0) >= SURELY))
}

/** A word of at least this quality is surely meant. */
const SURELY = 0.7

/** One score from the share of the typed words that were found, and the share of the name that was typed. */
export function fitOf(shareFound: number, shareOfName: number): number {
  return shareFound * (matchScore.withoutName + (1 - matchScore.withoutName) * Math.min(1, shareOfName))
}

function bestQuality(typed: ReadWord, words: readonly string[]): number {
  let best = 0
  for (const word of words) {
    if (best === 1) break
    best = Math.max(best, typed.quality(word))
  }
  return best
}

/**
 * Letters wrong, missing, added or changed places between two words (optimal string alignment); `most + 1` as soon as
 * there are more. Most words differ in the middle: what they begin and end with alike is left out first.
 */
export function countSlips(a: string, b: string, most: number): number {
  let begin = 0
  let [endA, endB] = [a.length, b.length]
  while (begin < endA && begin < endB && a[begin] === b[begin]) begin += 1
  while (endA > begin && endB > begin && a[endA - 1] === b[endB - 1]) {
    endA -= 1
    endB -= 1
  }
  const [left, right] = [endA - begin, endB - begin]
  if (left === 0 || right === 0) return Math.min(left + right, most + 1)
  if (most === 1) {
    const swapped = left === 2 && right === 2 && a[begin] === b[begin + 1] && a[begin + 1] === b[begin]
    return swapped || (left === 1 && right === 1) ? 1 : 2
  }
  return align(a.slice(begin, endA), b.slice(begin, endB), most)
}

function align(a: string, b: string, most: number): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      let slips = Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, (row[j - 1] as number) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        slips = Math.min(slips, (before[j - 2] as number) + 1)
      next.push(slips)
    }
    // two letters that changed places reach back over one row
    if (Math.min(...next, ...row) > most) return most + 1
    ;[before, row] = [row, next]
  }
  return Math.min(row[b.length] as number, most + 1)
}

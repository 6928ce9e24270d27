import { connectors } from './address-words.ts'
import {
  allowedSlips,
  fitOf,
  matchPlace,
  matchScore,
  type TypedWord,
  wordQuality,
  wordWeight,
} from './place-match-rules.ts'

/** A place with the words it is found by: those of its name, and all (name, where it is, what it is). */
export type NamedPlace<Place> = { place: Place; name: readonly string[]; around: readonly string[] }

/** Behind these words a settlement's name only says where it is: Barrow (in Furness), Grange (over Sands). */
const whereWords: ReadonlySet<string> = new Set(['in', 'on', 'upon', 'over', 'under', 'le'])

/** The words of a settlement's name that people say, without those that only tell it from others of the name. */
export function settlementName(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word, index) => index > 0 && whereWords.has(word))
  return at < 0 ? words : words.slice(0, at)
}

/** A place found, with how well it fits. */
export type Found<Place> = { place: Place; score: number }

/**
 * The names of the gazetteer, to be searched by words with slips of the keyboard. Words are kept once, sorted, each
 * with the places that have it in their name, and those that have it anywhere.
 */
export type PlaceNames<Place> = {
  entries: ReadonlyArray<NamedPlace<Place>>
  /** the weight of each entry's name */
  nameWeights: Float64Array
  words: readonly string[]
  lengths: Uint8Array
  /** one bit for each letter a word has: words that differ in many letters need no closer look */
  letters: Uint32Array
  inName: readonly Uint32Array[]
  anywhere: readonly Uint32Array[]
  /** sums of one search for each entry, all 0 between searches */
  sums: { found: Float64Array; said: Float64Array; counted: Int16Array }
}

/** Looked at closely, of all that have some of the words. */
const SHORT_LIST = 80

/** Makes the index of words. */
export function makePlaceNames<Place>(entries: ReadonlyArray<NamedPlace<Place>>): PlaceNames<Place> {
  const inName = new Map<string, number[]>()
  const anywhere = new Map<string, number[]>()
  const add = (map: Map<string, number[]>, word: string, entry: number) => {
    const known = map.get(word)
    if (known) known.push(entry)
    else map.set(word, [entry])
  }
  entries.forEach(({ name, around }, entry) => {
    for (const word of new Set(name)) add(inName, word, entry)
    for (const word of new Set([...name, ...around])) add(anywhere, word, entry)
  })
  const words = [...anywhere.keys()].sort()
  return {
    entries,
    nameWeights: Float64Array.from(entries, ({ name }) =>
      name.reduce((sum, word) => (connectors.has(word) && name.length > 1 ? sum : sum + wordWeight(word)), 0),
    ),
    words,
    lengths: Uint8Array.from(words, (word) => Math.min(word.length, 255)),
    letters: Uint32Array.from(words, lettersOf),
    inName: words.map((word) => Uint32Array.from(inName.get(word) ?? [])),
    anywhere: words.map((word) => Uint32Array.from(anywhere.get(word) as number[])),
    sums: {
      found: new Float64Array(entries.length),
      said: new Float64Array(entries.length),
      counted: new Int16Array(entries.length),
    },
  }
}

/** The words as typed, each with whether the gazetteer has it. */
export function typedWords<Place>({ words }: PlaceNames<Place>, typed: readonly string[]): TypedWord[] {
  return typed.map((word) => ({ word, known: words[firstFrom(words, word)] === word }))
}

/** The places that fit the typed words, best first; places that fit equally are in the order they were given. */
export function findNames<Place>(
  names: PlaceNames<Place>,
  typed: readonly TypedWord[],
  most: number,
): Array<Found<Place>> {
  const found = shortList(names, typed).map((entry) => {
    const { place, name, around } = names.entries[entry] as NamedPlace<Place>
    return { place, entry, score: matchPlace(typed, name, around) }
  })
  found.sort((a, b) => b.score - a.score || a.entry - b.entry)
  const least = Math.max(matchScore.least, (found[0]?.score ?? 0) * matchScore.leastOfBest)
  return found
    .filter(({ score }) => score >= least)
    .slice(0, most)
    .map(({ place, score }) => ({ place, score }))
}

/**
 * The entries that may fit best, by adding up where each typed word occurs: the same score as `matchPlace`, but for
 * words that occur twice.
 */
function shortList<Place>(names: PlaceNames<Place>, typed: readonly TypedWord[]): number[] {
  const { inName, anywhere, nameWeights } = names
  const { found, said, counted } = names.sums
  const touched: number[] = []
  let wanted = 0
  for (const [index, one] of typed.entries()) {
    const weight = wordWeight(one.word)
    const turn = index + 1
    wanted += weight
    // an entry counts once for each word typed: names first, and the surest of the words
    const like = likeWords(names, one)
    for (const ofName of [true, false]) {
      for (const { at, quality } of like) {
        const sum = weight * (ofName ? quality : quality * matchScore.around)
        for (const entry of (ofName ? inName[at] : anywhere[at]) as Uint32Array) {
          const last = counted[entry] as number
          if (last === turn) continue
          if (last === 0) touched.push(entry)
          counted[entry] = turn
          found[entry] = (found[entry] as number) + sum
          if (ofName) said[entry] = (said[entry] as number) + sum
        }
      }
    }
  }
  let best = 0
  for (const entry of touched) {
    const score = fitOf((found[entry] as number) / wanted, (said[entry] as number) / (nameWeights[entry] as number))
    found[entry] = score
    if (score > best) best = score
  }
  const near = touched.filter((entry) => (found[entry] as number) >= best * matchScore.leastOfBest)
  near.sort((a, b) => (found[b] as number) - (found[a] as number) || a - b)
  for (const entry of touched) {
    found[entry] = 0
    said[entry] = 0
    counted[entry] = 0
  }
  return near.slice(0, SHORT_LIST)
}

/** The gazetteer's words that a typed word may be, surest first. */
function likeWords<Place>(
  { words, lengths, letters }: PlaceNames<Place>,
  typed: TypedWord,
): Array<{ at: number; quality: number }> {
  const like: Array<{ at: number; quality: number }> = []
  const begin = firstFrom(words, typed.word)
  let end = begin
  while (end < words.length && (words[end] as string).startsWith(typed.word)) {
    const quality = wordQuality(typed, words[end] as string)
    if (quality > 0) like.push({ at: end, quality })
    end += 1
  }
  const slips = allowedSlips(typed)
  const typedLetters = lettersOf(typed.word)
  for (let at = 0; slips > 0 && at < words.length; at += 1) {
    if (Math.abs((lengths[at] as number) - typed.word.length) > slips || (at >= begin && at < end)) continue
    if (bits((letters[at] as number) ^ typedLetters) > 2 * slips) continue
    const quality = wordQuality(typed, words[at] as string)
    if (quality > 0) like.push({ at, quality })
  }
  return like.sort((a, b) => b.quality - a.quality)
}

/** The place of the first word not before `word`. */
function firstFrom(words: readonly string[], word: string): number {
  let [low, high] = [0, words.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((words[middle] as string) < word) low = middle + 1
    else high = middle
  }
  return low
}

function lettersOf(word: string): number {
  let set = 0
  for (let i = 0; i < word.length; i += 1) set |= 1 << (word.charCodeAt(i) & 31)
  return set >>> 0
}

function bits(set: number): number {
  let left = set - ((set >>> 1) & 0x5555_5555)
  left = (left & 0x3333_3333) + ((left >>> 2) & 0x3333_3333)
  return Math.imul((left + (left >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}

import { connectors } from './address-words.ts'
import {
  allowedSlips,
  fitOf,
  isInOrder,
  matchPlace,
  matchScore,
  type ReadWord,
  type TypedWord,
  wordQuality,
  wordWeight,
} from './place-match-rules.ts'
import { soundOf } from './sound-rules.ts'

/** A place with the words it is found by: those of its name, and all (name, where it is, what it is). */
export type NamedPlace<Place> = { place: Place; name: readonly string[]; around: readonly string[] }

/** Behind these words a settlement's name only says where it is: Barrow (in Furness), Grange (over Sands). */
const whereWords: ReadonlySet<string> = new Set(['in', 'on', 'upon', 'over', 'under', 'le'])

/** The words of a settlement's name that people say, without those that only tell it from others of the name. */
export function settlementName(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word, index) => index > 0 && whereWords.has(word))
  return at < 0 ? words : words.slice(0, at)
}

/** A place found, with how well it fits, and all its words. */
export type Found<Place> = { place: Place; score: number; all: readonly string[] }

/**
 * The names of the gazetteer, to be searched by words with slips of the keyboard. Words are kept once, sorted, each
 * with the places that have it in their name, and those that have it anywhere.
 */
export type PlaceNames<Place> = {
  entries: ReadonlyArray<NamedPlace<Place>>
  /** the weight of each entry's name */
  nameWeights: Float64Array
  words: readonly string[]
  /** the words of each length, by their place among the words */
  byLength: readonly Uint32Array[]
  /** one bit for each letter a word has: words that differ in many letters need no closer look */
  letters: Uint32Array
  /** the words that sound alike, by their sound */
  sounds: ReadonlyMap<string, readonly number[]>
  inName: readonly Uint32Array[]
  anywhere: readonly Uint32Array[]
  /** sums of one search for each entry, all 0 between searches */
  sums: { found: Float64Array; said: Float64Array; now: Float64Array; counted: Int16Array }
}

/** Looked at closely, of all that have some of the words. */
const SHORT_LIST = 80
/** Longer words are searched as if they were this long. */
const LONGEST = 40
/** A word that is in more entries than these is meant as it was typed. */
const NO_SLIP = 20
/** A known word may be a slip for one that is in this many times as many entries. */
const MUCH_MORE_OFTEN = 50
/** Of two words that are one slip away, the one that sounds alike is meant. */
const ALSO_SOUNDS_ALIKE = 0.05
/** Shorter words sound like too many others. */
const LEAST_TO_SOUND = 4

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
  const sounds = new Map<string, number[]>()
  const byLength: number[][] = Array.from({ length: LONGEST + 1 }, () => [])
  words.forEach((word, at) => {
    byLength[Math.min(word.length, LONGEST)]?.push(at)
    if (word.length >= LEAST_TO_SOUND) add(sounds, soundOf(word), at)
  })
  return {
    entries,
    nameWeights: Float64Array.from(entries, ({ name }) =>
      name.reduce((sum, word) => (connectors.has(word) && name.length > 1 ? sum : sum + wordWeight(word)), 0),
    ),
    words,
    byLength: byLength.map((places) => Uint32Array.from(places)),
    letters: Uint32Array.from(words, lettersOf),
    sounds,
    inName: words.map((word) => Uint32Array.from(inName.get(word) ?? [])),
    anywhere: words.map((word) => Uint32Array.from(anywhere.get(word) as number[])),
    sums: {
      found: new Float64Array(entries.length),
      said: new Float64Array(entries.length),
      now: new Float64Array(entries.length),
      counted: new Int16Array(entries.length),
    },
  }
}

/** The words as typed, each with whether the gazetteer has it, and which of its words it may be. */
export function typedWords<Place>(names: PlaceNames<Place>, typed: readonly string[]): LikeWord[] {
  return typed.map((word) => typedWord(names, word))
}

/** One of them. */
export function typedWord<Place>(names: PlaceNames<Place>, word: string): LikeWord {
  const one = { word, known: hasWord(names, word) }
  const like = likeWords(names, one)
  const others = new Map(like.others.map(({ at, quality }) => [names.words[at] as string, quality]))
  const quality = (asked: string) => (asked.startsWith(word) ? wordQuality(one, asked) : (others.get(asked) ?? 0))
  return { ...one, like, quality }
}

/** Whether a name or where a place is has this very word. */
export function hasWord<Place>({ words }: PlaceNames<Place>, word: string): boolean {
  return words[firstFrom(words, word)] === word
}

/**
 * The gazetteer's words that a typed word may be, by their place among the words: from `begin` to `end` it is the word
 * itself or its beginning, `others` are slips and what sounds alike.
 */
type Like = { begin: number; end: number; others: Array<{ at: number; quality: number }> }
/** A typed word with the gazetteer's words that it may be. */
export type LikeWord = ReadWord & { like: Like }

/** The places that fit the typed words, best first; places that fit equally are in the order they were given. */
export function findNames<Place>(
  names: PlaceNames<Place>,
  typed: readonly LikeWord[],
  most: number,
): Array<Found<Place>> {
  const found = shortList(names, typed).map((entry) => {
    const { place, name, around } = names.entries[entry] as NamedPlace<Place>
    const order = isInOrder(typed, name) ? matchScore.inOrder : 0
    return { place, entry, all: around, score: matchPlace(typed, name, around) + order }
  })
  found.sort((a, b) => b.score - a.score || a.entry - b.entry)
  const least = Math.max(matchScore.least, (found[0]?.score ?? 0) * matchScore.leastOfBest)
  return found
    .filter(({ score }) => score >= least)
    .slice(0, most)
    .map(({ place, score, all }) => ({ place, score, all }))
}

/**
 * The entries that may fit best, by adding up where each typed word occurs: the same score as `matchPlace`, but for
 * words that occur twice. Words that say little, such as Road, are in thousands of entries: they count for those that
 * have something else of what was typed, where there are any.
 */
function shortList<Place>(names: PlaceNames<Place>, typed: readonly LikeWord[]): number[] {
  const { inName, anywhere, nameWeights, words } = names
  const { found, said, counted, now } = names.sums
  const touched: number[] = []
  let wanted = 0
  let turn = 0
  const count = (entries: Uint32Array, sum: number, ofName: boolean, onlyTouched: boolean) => {
    for (const entry of entries) {
      const last = counted[entry] as number
      if (last === 0) {
        if (onlyTouched) continue
        touched.push(entry)
      }
      // an entry counts once for each word typed, by the surest of its words
      if (last !== turn) {
        counted[entry] = turn
        now[entry] = 0
      }
      const more = sum - (now[entry] as number)
      if (more <= 0) continue
      now[entry] = sum
      found[entry] = (found[entry] as number) + more
      if (ofName) said[entry] = (said[entry] as number) + more
    }
  }
  for (const one of [...typed].sort((a, b) => wordWeight(b.word) - wordWeight(a.word))) {
    const weight = wordWeight(one.word)
    turn += 1
    wanted += weight
    const onlyTouched = weight < 1 && touched.length > 0
    const { begin, end, others } = one.like
    // names first: what is said of a name is not counted again for where it is
    for (const ofName of [true, false]) {
      const [where, share] = ofName ? [inName, weight] : [anywhere, weight * matchScore.around]
      for (let at = begin; at < end; at += 1) {
        const quality = wordQuality(one, words[at] as string)
        if (quality > 0) count(where[at] as Uint32Array, share * quality, ofName, onlyTouched)
      }
      for (const { at, quality } of others) count(where[at] as Uint32Array, share * quality, ofName, onlyTouched)
    }
  }
  let best = 0
  for (const entry of touched) {
    const score = fitOf((found[entry] as number) / wanted, (said[entry] as number) / (nameWeights[entry] as number))
    found[entry] = score
    if (score > best) best = score
  }
  const near = bestOf(touched, found, best * matchScore.leastOfBest)
  for (const entry of touched) {
    found[entry] = 0
    said[entry] = 0
    counted[entry] = 0
  }
  return near
}

/** The entries of the short list, the best first, equal ones as they were given: thousands fit alike, so no sorting of all. */
function bestOf(touched: readonly number[], scores: Float64Array, least: number): number[] {
  const isBefore = (a: number, b: number) =>
    (scores[a] as number) > (scores[b] as number) || (scores[a] === scores[b] && a < b)
  const order = (a: number, b: number) => (isBefore(a, b) ? -1 : 1)
  let kept: number[] = []
  let last: number | undefined
  for (const entry of touched) {
    if ((scores[entry] as number) < least || (last !== undefined && isBefore(last, entry))) continue
    kept.push(entry)
    if (kept.length < 4 * SHORT_LIST) continue
    kept = kept.sort(order).slice(0, SHORT_LIST)
    last = kept.at(-1)
  }
  return kept.sort(order).slice(0, SHORT_LIST)
}

/** The gazetteer's words that a typed word may be. */
function likeWords<Place>(names: PlaceNames<Place>, typed: TypedWord): Like {
  const { words, byLength, letters, sounds } = names
  const begin = firstFrom(words, typed.word)
  let end = begin
  while (end < words.length && (words[end] as string).startsWith(typed.word)) end += 1
  // "Kendall" is somebody's house, and nearly always Kendal
  const howOften = typed.known ? (names.anywhere[begin] as Uint32Array).length : 0
  const slipFor = (at: number) => {
    const isCommon = typed.known && (names.anywhere[at] as Uint32Array).length >= howOften * MUCH_MORE_OFTEN
    return isCommon ? { word: typed.word, known: false } : typed
  }
  const others: Like['others'] = []
  const slips = howOften > NO_SLIP ? 0 : allowedSlips(typed)
  const typedLetters = lettersOf(typed.word)
  for (let length = typed.word.length - slips; slips > 0 && length <= typed.word.length + slips; length += 1) {
    for (const at of byLength[length] ?? NONE) {
      if (bits((letters[at] as number) ^ typedLetters) > 2 * slips || (at >= begin && at < end)) continue
      const quality = wordQuality(slipFor(at), words[at] as string)
      if (quality > 0) others.push({ at, quality })
    }
  }
  if (typed.word.length >= LEAST_TO_SOUND && !/\d/.test(typed.word)) {
    for (const at of sounds.get(soundOf(typed.word)) ?? []) {
      if (at >= begin && at < end) continue
      const quality = matchScore.soundsAlike * (slipFor(at).known ? matchScore.slipOfKnownWord : 1)
      const slip = others.find((one) => one.at === at)
      if (!slip) others.push({ at, quality })
      else slip.quality = Math.min(0.98, Math.max(slip.quality, quality) + ALSO_SOUNDS_ALIKE)
    }
  }
  return { begin, end, others }
}

const NONE = new Uint32Array(0)

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

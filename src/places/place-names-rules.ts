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
  lengths: Uint8Array
  /** one bit for each letter a word has: words that differ in many letters need no closer look */
  letters: Uint32Array
  /** the words that sound alike, by their sound */
  sounds: ReadonlyMap<string, readonly number[]>
  inName: readonly Uint32Array[]
  anywhere: readonly Uint32Array[]
  /** sums of one search for each entry, all 0 between searches */
  sums: { found: Float64Array; said: Float64Array; counted: Int16Array }
}

/** Looked at closely, of all that have some of the words. */
const SHORT_LIST = 80
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
  words.forEach((word, at) => {
    if (word.length >= LEAST_TO_SOUND) add(sounds, soundOf(word), at)
  })
  return {
    entries,
    nameWeights: Float64Array.from(entries, ({ name }) =>
      name.reduce((sum, word) => (connectors.has(word) && name.length > 1 ? sum : sum + wordWeight(word)), 0),
    ),
    words,
    lengths: Uint8Array.from(words, (word) => Math.min(word.length, 255)),
    letters: Uint32Array.from(words, lettersOf),
    sounds,
    inName: words.map((word) => Uint32Array.from(inName.get(word) ?? [])),
    anywhere: words.map((word) => Uint32Array.from(anywhere.get(word) as number[])),
    sums: {
      found: new Float64Array(entries.length),
      said: new Float64Array(entries.length),
      counted: new Int16Array(entries.length),
    },
  }
}

/** The words as typed, each with whether the gazetteer has it, and which of its words it may be. */
export function typedWords<Place>(names: PlaceNames<Place>, typed: readonly string[]): LikeWord[] {
  return typed.map((word) => {
    const one = { word, known: hasWord(names, word) }
    const like = likeWords(names, one)
    const byWord = new Map(like.map(({ at, quality }) => [names.words[at] as string, quality]))
    return { ...one, like, quality: (asked) => byWord.get(asked) ?? 0 }
  })
}

/** Whether a name or where a place is has this very word. */
export function hasWord<Place>({ words }: PlaceNames<Place>, word: string): boolean {
  return words[firstFrom(words, word)] === word
}

/** A typed word with the gazetteer's words that it may be, surest first, by their place among the words. */
export type LikeWord = ReadWord & { like: ReadonlyArray<{ at: number; quality: number }> }

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
 * words that occur twice.
 */
function shortList<Place>(names: PlaceNames<Place>, typed: readonly LikeWord[]): number[] {
  const { inName, anywhere, nameWeights } = names
  const { found, said, counted } = names.sums
  const touched: number[] = []
  let wanted = 0
  for (const [index, one] of typed.entries()) {
    const weight = wordWeight(one.word)
    const turn = index + 1
    wanted += weight
    // an entry counts once for each word typed: names first, and the surest of the words
    for (const ofName of [true, false]) {
      for (const { at, quality } of one.like) {
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
  const least = leastOfShortList(touched, found, best)
  const near = touched.filter((entry) => (found[entry] as number) >= least)
  near.sort((a, b) => (found[b] as number) - (found[a] as number) || a - b)
  for (const entry of touched) {
    found[entry] = 0
    said[entry] = 0
    counted[entry] = 0
  }
  return near.slice(0, SHORT_LIST)
}

/**
 * The score from which an entry is on the short list, never above what its last place needs. "Road" is in thousands of
 * names that fit alike: they are counted by score, because sorting them all is slow.
 */
function leastOfShortList(touched: readonly number[], scores: Float64Array, best: number): number {
  const lowest = best * matchScore.leastOfBest
  const steps = new Uint32Array(STEPS + 1)
  const stepOf = (score: number) => Math.floor(((score - lowest) / (best - lowest)) * STEPS)
  for (const entry of touched) {
    const score = scores[entry] as number
    if (score >= lowest) steps[stepOf(score)] = (steps[stepOf(score)] as number) + 1
  }
  let [step, enough] = [STEPS, steps[STEPS] as number]
  while (step > 0 && enough < SHORT_LIST) {
    step -= 1
    enough += steps[step] as number
  }
  return lowest + ((best - lowest) * step) / STEPS
}

/** Into how many steps the scores of the short list are counted. */
const STEPS = 256

/** The gazetteer's words that a typed word may be, surest first. */
function likeWords<Place>(names: PlaceNames<Place>, typed: TypedWord): Array<{ at: number; quality: number }> {
  const { words, lengths, letters, sounds } = names
  const like: Array<{ at: number; quality: number }> = []
  // "Kendall" is somebody's house, and nearly always Kendal
  const howOften = typed.known ? (names.anywhere[firstFrom(words, typed.word)] as Uint32Array).length : 0
  const slipFor = (at: number) => {
    const isCommon = typed.known && (names.anywhere[at] as Uint32Array).length >= howOften * MUCH_MORE_OFTEN
    return isCommon ? { word: typed.word, known: false } : typed
  }
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
    const quality = wordQuality(slipFor(at), words[at] as string)
    if (quality > 0) like.push({ at, quality })
  }
  if (typed.word.length >= LEAST_TO_SOUND && !/\d/.test(typed.word)) {
    for (const at of sounds.get(soundOf(typed.word)) ?? []) {
      const quality = matchScore.soundsAlike * (slipFor(at).known ? matchScore.slipOfKnownWord : 1)
      const found = like.find((one) => one.at === at)
      if (!found) like.push({ at, quality })
      else if (found.quality < 1) found.quality = Math.min(0.98, Math.max(found.quality, quality) + ALSO_SOUNDS_ALIKE)
    }
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

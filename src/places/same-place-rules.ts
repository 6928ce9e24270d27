import type { AddressQuery } from './address-rules.ts'
import type { Place } from './place.ts'
import { straightLineMetres } from './place.ts'
import { countSlips, type ReadWord, wordWeight } from './place-match-rules.ts'
import type { Candidate } from './place-rules.ts'
import { soundOf } from './sound-rules.ts'

/**
 * What a text says of a place, as the gazetteer understands it: numbers as they stand, and the streets or places that
 * its words fit best, with the words that none of them explains.
 */
export type PlaceReading = Pick<AddressQuery, 'number' | 'flat' | 'postcode' | 'relation'> & {
  /** every word that matters, in the order said */
  words: readonly string[]
  places: readonly ReadPlace[]
}
type ReadPlace = { place: Place; left: readonly string[] }

/** A find, with the words it was found by and all the words of it. */
export type FoundPlace = Candidate & { typed: readonly ReadWord[]; all: readonly string[] }

/** What fits less well by more than this is not what was meant. */
const AS_GOOD = 0.03
/** A word that is this surely another is a slip for it. */
const SURE = 0.7
/** A beginning that is a smaller share of the word is not surely it. */
const BEGINNING = 0.6
/** Streets of one name are one street when their pieces are this near. */
const ONE_STREET_METRES = 2_500
/** A postcode is at most this far from the middle of its street. */
const OF_POSTCODE_METRES = 4_000

/** What a text says, from its figures and from what its words found in the gazetteer. */
export function readPlace(
  query: AddressQuery,
  found: readonly FoundPlace[],
  postcode: Place | undefined,
): PlaceReading {
  const near = postcode ? found.filter(({ place }) => straightLineMetres(place, postcode) <= OF_POSTCODE_METRES) : found
  // a number belongs to a street
  const streets = query.number === undefined ? near : near.filter(({ place }) => place.kind === 'street')
  const meant = streets.length > 0 ? streets : near
  const best = Math.max(0, ...meant.map(({ score }) => score))
  const { number, flat, relation } = query
  return {
    ...(number !== undefined && { number }),
    ...(flat !== undefined && { flat }),
    ...(relation !== undefined && { relation }),
    ...(query.postcode !== undefined && { postcode: query.postcode }),
    words: query.words.filter(matters),
    places: meant
      .filter(({ score }) => score >= best - AS_GOOD)
      .map(({ place, typed, all }) => ({ place, left: unexplained(typed, all) })),
  }
}

/**
 * Whether two texts surely say the same place. Numbers, flats and postcodes are equal or the answer is no: 6 is never
 * 36, and flat 2 of number 14 is not number 14. Of names both must mean the same streets: a street that is in two towns
 * is not taken for that of either, and a word that the gazetteer cannot explain must be in both.
 */
export function isSamePlace(a: PlaceReading, b: PlaceReading): boolean {
  if (a.number !== b.number || a.flat !== b.flat || a.relation !== b.relation) return false
  if (a.postcode !== undefined && b.postcode !== undefined && a.postcode !== b.postcode) return false
  if (a.postcode === b.postcode && a.words.join(' ') === b.words.join(' ')) return true
  if (a.places.length === 0 || b.places.length === 0) return false
  return isWithin(a, b) && isWithin(b, a)
}

/** Whether everything that the one text may mean is what the other may mean too. */
function isWithin(one: PlaceReading, other: PlaceReading): boolean {
  return one.places.every(({ place, left }) =>
    other.places.some((same) => isOne(place, same.place) && isLeftAlike(left, same.left)),
  )
}

function isOne(a: Place, b: Place): boolean {
  return a.id === b.id || (a.kind === b.kind && a.name === b.name && straightLineMetres(a, b) <= ONE_STREET_METRES)
}

/** Words that the gazetteer has not: a house's name, a spelling. A slip in a long one is forgiven. */
function isLeftAlike(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  return a.every((word, at) => {
    const other = b[at] as string
    return word === other || (Math.min(word.length, other.length) > 5 && countSlips(word, other, 1) <= 1)
  })
}

function unexplained(typed: readonly ReadWord[], all: readonly string[]): string[] {
  return typed
    .filter((one) => matters(one.word) && !all.some((word) => isSurely(one, word)))
    .map(({ word }) => word)
    .sort()
}

function isSurely(one: ReadWord, word: string): boolean {
  if (one.word === word) return true
  if (Math.min(one.word.length, word.length) > 3 && soundOf(one.word) === soundOf(word))
    return countSlips(one.word, word, 2) <= 2 || !one.known
  if (word.startsWith(one.word)) return !one.known && one.word.length >= word.length * BEGINNING
  return one.quality(word) >= SURE
}

function matters(word: string): boolean {
  return wordWeight(word) > UNIMPORTANT
}

/** The weight of connectors. */
const UNIMPORTANT = 0.1

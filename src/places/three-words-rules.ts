import { gridReference } from './grid-reference-rules.ts'
import { type Point, straightLineMetres } from './place.ts'
import type { SaidWords } from './three-words.ts'

/** Where three words lie, how large their square is, and what is near it. */
export type WordsPlace = { point: Point; metres: number; nearestPlace: string | null }

/** No square of three words has a longer side than this, in metres. */
const LONGEST_SIDE = 10

/**
 * What a service said of three words, if it can be used: it must be about these words and fit itself, or it is `wrong`;
 * outside Great Britain it is `abroad`, because one word that was misheard lies anywhere on earth. Words are never put
 * right here: the caller is asked again.
 */
export function placeOfWords(asked: string, said: SaidWords): WordsPlace | 'abroad' | 'wrong' {
  const { words, country, point, southWest, northEast, nearestPlace } = said
  if (words.toLowerCase() !== asked.toLowerCase()) return 'wrong'
  const side = Math.max(
    straightLineMetres(southWest, { ...southWest, lat: northEast.lat }),
    straightLineMetres(southWest, { ...southWest, lon: northEast.lon }),
  )
  const isSquare = southWest.lat < northEast.lat && southWest.lon < northEast.lon && side <= LONGEST_SIDE
  if (!isSquare || !isWithin(point, southWest, northEast)) return 'wrong'
  if (country.toUpperCase() !== 'GB' || gridReference(point) === undefined) return 'abroad'
  return { point, metres: Math.max(1, Math.round(side)), nearestPlace }
}

function isWithin({ lat, lon }: Point, southWest: Point, northEast: Point): boolean {
  return lat >= southWest.lat && lat <= northEast.lat && lon >= southWest.lon && lon <= northEast.lon
}

import { normaliseAddress, type Point, straightLineMetres } from '../places/index.ts'

/** Premises as far as they can be told apart by. */
export type Door = Point & { name: string; number: string | null; street: string | null }

/** A door this near may be the same house, drawn by somebody else: metres. */
const SAME_HOUSE_METRES = 30
/** One of the same name this near is not for a file to tell from it. */
const SAME_NAME_METRES = 2_000

/**
 * Whether new premises may be a protected place under another name or a little beside it. Taken in as others are, its
 * address would be open to everybody. Another number of the same street is another house.
 */
export function mayBeProtected(given: Door, protectedPlaces: readonly Door[]): boolean {
  return protectedPlaces.some((place) => {
    const metres = straightLineMetres(given, place)
    if (metres > SAME_NAME_METRES) return false
    if (normaliseAddress(given.name) === normaliseAddress(place.name)) return true
    return metres <= SAME_HOUSE_METRES && !isNextDoor(given, place)
  })
}

function isNextDoor(a: Door, b: Door): boolean {
  if (a.number === null || b.number === null || a.street === null || b.street === null) return false
  // 14 and 14A may be one house; a range may have either in it
  const [one, other] = [figuresOf(a.number), figuresOf(b.number)]
  return one !== other && !`${one}${other}`.includes('-') && normaliseAddress(a.street) === normaliseAddress(b.street)
}

const figuresOf = (number: string): string => number.replace(/[^\d-]/g, '')

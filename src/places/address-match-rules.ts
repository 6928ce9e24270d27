import { type Place, type Point, straightLineMetres } from './place.ts'

/**
 * How an address that somebody gave stands to a place that was chosen. `another`: both are known, and `metres` apart;
 * `unsure`: the address is not found, which says nothing; `withheld`: one of them is protected.
 */
export type AddressMatch = { answer: 'same' | 'another' | 'unsure' | 'withheld'; metres: number | null }

type Known = Pick<Place, 'id' | 'protected'> & Point

/** `isSame`: the words surely say the place; `found`: every place of the gazetteer that they surely say. */
export function judgeMatch({
  place,
  isSame,
  found,
}: {
  place: Known
  isSame: boolean
  found: readonly Known[]
}): AddressMatch {
  if (place.protected || found.some((one) => one.protected)) return { answer: 'withheld', metres: null }
  if (isSame || found.some(({ id }) => id === place.id)) return { answer: 'same', metres: null }
  if (found.length === 0) return { answer: 'unsure', metres: null }
  const metres = Math.min(...found.map((one) => straightLineMetres(one, place)))
  return { answer: 'another', metres: Math.round(metres) }
}

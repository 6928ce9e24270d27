import { hideAddress } from './hidden-address-rules.ts'
import { metresTo, type ProtectedPlace } from './protected-place.ts'

/** What the network says of where a telephone is. */
export type CallerLocation = {
  lat: number | null
  lon: number | null
  radiusMetres: number | null
  address: string | null
}

/** A telephone that may be farther from the place than this may as well be in the house next door, in metres. */
const SAME_HOUSE_METRES = 15

/**
 * The protected place that a telephone is surely at: the network gives its address, or no address and an exact point
 * there. An address that is another one is a neighbour's, however near: help is not sent to the refuge for them. Whoever
 * has the call may choose the place as one chooses it in the search, by its id, without the address on a screen.
 */
export function findPlaceOfCaller(
  { lat, lon, radiusMetres, address }: CallerLocation,
  places: readonly ProtectedPlace[],
): ProtectedPlace | undefined {
  const said = address?.trim()
  if (said) return places.find((place) => hideAddress(said, place) !== said)
  if (radiusMetres === null) return undefined
  const [nearest] = places
    .map((place) => ({ place, metres: metresTo(place, lat, lon) }))
    .filter(({ metres }) => metres + radiusMetres <= SAME_HOUSE_METRES)
    .sort((a, b) => a.metres - b.metres)
  return nearest?.place
}

import { hideAddress } from './hidden-address-rules.ts'
import { metresTo, NEAR_METRES, type ProtectedPlace } from './protected-place.ts'

/** What the network says of where a telephone is. */
export type CallerLocation = {
  lat: number | null
  lon: number | null
  radiusMetres: number | null
  address: string | null
}

/** A point that may be farther off than this says nothing of a single house, in metres. */
const EXACT_METRES = 150

/**
 * The protected place that a telephone is surely at: the network gives its address, or an exact point there. Whoever has
 * the call may choose it as one chooses it in the search, by its id, without the address on a screen.
 */
export function findPlaceOfCaller(
  { lat, lon, radiusMetres, address }: CallerLocation,
  places: readonly ProtectedPlace[],
): ProtectedPlace | undefined {
  const told = address === null ? undefined : places.find((place) => hideAddress(address, place) !== address)
  if (told || radiusMetres === null || radiusMetres > EXACT_METRES) return told
  const [nearest] = places
    .map((place) => ({ place, metres: metresTo(place, lat, lon) }))
    .filter(({ metres }) => metres <= NEAR_METRES)
    .sort((a, b) => a.metres - b.metres)
  return nearest?.place
}

/** A protected place (CR-14): a refuge or the like, as far as it could be recognised in words or on a map. */
export type ProtectedPlace = {
  id: string
  name: string
  number: string | null
  street: string | null
  town: string | null
  postcode: string | null
  /** WGS84 degrees */
  lat: number
  lon: number
}

/** The columns of a place that are read to recognise it. */
export const RECOGNISED_BY = [
  'id',
  'name',
  'number',
  'street',
  'town',
  'postcode',
  'lat',
  'lon',
] as const satisfies readonly (keyof ProtectedPlace)[]

/** As the crow flies; endless when the point is not known. */
export function metresTo(place: ProtectedPlace, lat: unknown, lon: unknown): number {
  if (typeof lat !== 'number' || typeof lon !== 'number') return Number.POSITIVE_INFINITY
  const north = (lat - place.lat) * 111_195
  const east = (lon - place.lon) * 111_195 * Math.cos((place.lat * Math.PI) / 180)
  return Math.hypot(north, east)
}

/** A network location so near a protected place may be that of its telephone, and is masked, in metres. */
export const NEAR_METRES = 75

/** What stands where a protected address stood. */
export const HIDDEN = '[protected address]'

/** What stands where only its street or postcode stood. */
export const WITHHELD = '[withheld]'

/** What is said of where instead of the address: the town, so that the right desk works it. */
export function labelOf({ town }: Pick<ProtectedPlace, 'town'>): string {
  return town === null ? 'Protected address' : `Protected address, ${town}`
}

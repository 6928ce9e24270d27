type Point = { lat: number; lon: number }

const EARTH_RADIUS_METRES = 6_371_009

/**
 * How far the network's position of the caller is from the place that was chosen, as the crow flies, in words; undefined
 * while one of them is not known. Within the radius the two agree, and it says so.
 */
export function distanceInWords(
  caller: Point | null,
  place: { lat: number | null; lon: number | null },
  radiusMetres: number | null,
): string | undefined {
  if (caller === null || place.lat === null || place.lon === null) return undefined
  const metres = metresBetween(caller, { lat: place.lat, lon: place.lon })
  const said = metres < 1_000 ? `${Math.round(metres / 10) * 10} m` : `${(metres / 1_000).toFixed(1)} km`
  if (radiusMetres === null) return `${said} from the chosen place`
  return `${said} from the chosen place: ${metres <= radiusMetres ? 'they agree' : 'farther than its radius, ask again where'}`
}

function metresBetween(a: Point, b: Point): number {
  const radians = Math.PI / 180
  const [north, east] = [(b.lat - a.lat) * radians, (b.lon - a.lon) * radians]
  const half =
    Math.sin(north / 2) ** 2 + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.sin(east / 2) ** 2
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(half)))
}

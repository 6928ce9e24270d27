import type { CrimePoint } from './crime-points.ts'

/** One degree of longitude is this much of one of latitude at 54.6 degrees north. */
const LON_SCALE = 0.579
const METRES_PER_DEGREE = 111_195

/** Points of one cell, kept as the one of them that carries most. */
type Group = { at: CrimePoint; weight: number }

/**
 * A few hundred weighted points for thousands: the points of a cell of 1 km and one class stand on the busiest of
 * them, and the lightest group joins its nearest of the same class until `most` are left. No weight is lost, no
 * point is moved to where nobody was ever wanted, and the same points give the same groups.
 */
export function groupDemand(points: readonly CrimePoint[], most: number): Group[] {
  const cells = new Map<string, Group>()
  for (const point of points) {
    const row = Math.floor((point.lat * METRES_PER_DEGREE) / 1_000)
    const column = Math.floor((point.lon * METRES_PER_DEGREE * LON_SCALE) / 1_000)
    const key = `${row},${column},${point.areaClass}`
    const cell = cells.get(key)
    if (!cell) cells.set(key, { at: point, weight: point.rows })
    else {
      cell.weight += point.rows
      if (point.rows > cell.at.rows) cell.at = point
    }
  }
  const groups = [...cells.values()]
  while (groups.length > most) {
    const lightest = groups.reduce((least, group) => (group.weight < least.weight ? group : least))
    const others = groups.filter((group) => group !== lightest && group.at.areaClass === lightest.at.areaClass)
    const nearest = others.reduce<Group | undefined>(
      (best, group) => (!best || apart(group.at, lightest.at) < apart(best.at, lightest.at) ? group : best),
      undefined,
    )
    if (!nearest) break
    nearest.weight += lightest.weight
    groups.splice(groups.indexOf(lightest), 1)
  }
  return groups.sort((a, b) => a.at.lat - b.at.lat || a.at.lon - b.at.lon)
}

function apart(a: CrimePoint, b: CrimePoint): number {
  return Math.hypot(a.lat - b.lat, (a.lon - b.lon) * LON_SCALE)
}

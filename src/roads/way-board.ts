import type { z } from 'zod'
import type { wayQuery, wayView } from './road-change-contract.ts'
import type { RoadKnower } from './road-drawing-board.ts'

/** A point of a line is so fine: about a metre. */
const UNIT = 0.00001

/** The fastest way between two places; `way` is null where the router knows none. */
export async function findWay(
  { router }: RoadKnower,
  { fromLat, fromLon, toLat, toLon, profile }: z.output<typeof wayQuery>,
): Promise<z.output<typeof wayView>> {
  const route = await router.route({ lat: fromLat, lon: fromLon }, { lat: toLat, lon: toLon }, profile)
  if (!route) return { way: null }
  let [x, y] = [0, 0]
  const line = route.line.flatMap(([lon, lat]) => {
    const [nextX, nextY] = [Math.round(lon / UNIT), Math.round(lat / UNIT)]
    const step = [nextX - x, nextY - y]
    ;[x, y] = [nextX, nextY]
    return step
  })
  return { way: { seconds: route.seconds, metres: route.metres, unit: UNIT, line } }
}

import { z } from 'zod'
import { type RoadEngine, RoadEngineFault, type TravelTime } from '../routing/index.ts'
import { askEngine } from './engine-http.ts'

const table = z.array(z.array(z.number().nonnegative().nullable()))
/** `distance` of a waypoint: from what was asked to the road it was brought to; metres. */
const waypoints = z.array(z.object({ distance: z.number().nonnegative() }))
const answer = z.object({
  code: z.literal('Ok'),
  durations: table,
  distances: table,
  sources: waypoints,
  destinations: waypoints.length(1),
})

/** How far from any road a vehicle or an incident may be, as for the embedded router: OSRM takes any distance; metres. */
const MOST_OFF_ROAD = { from: 2_000, to: 10_000 }

/**
 * An OSRM server's table, `GET /table/v1/driving/...`. It drives as its profile says.
 * @param base such as http://osrm:5000
 */
export function openOsrmEngine(base: string): RoadEngine {
  const prefix = `${base.replace(/\/+$/, '')}/table/v1/driving/`
  return {
    name: 'osrm',
    profiles: ['normal'],
    async travelTimes(to, from, _profile, signal) {
      const places = [to, ...from].map(({ lat, lon }) => `${lon.toFixed(6)},${lat.toFixed(6)}`).join(';')
      const sources = from.map((_, index) => index + 1).join(';')
      const url = `${prefix}${places}?sources=${sources}&destinations=0&annotations=duration,distance`
      const read = await askEngine(url, { headers: { accept: 'application/json' }, signal }, answer)
      const tables = [read.durations, read.distances]
      const fits = tables.every((rows) => rows.length === from.length && rows.every(({ length }) => length === 1))
      if (!fits || read.sources.length !== from.length)
        throw new RoadEngineFault('wrong-shape', 'its table is of another size')
      const isTooFar = (read.destinations[0]?.distance ?? 0) > MOST_OFF_ROAD.to
      return from.map((_, index): TravelTime | null => {
        const [seconds, metres] = [read.durations[index]?.[0], read.distances[index]?.[0]]
        if (typeof seconds !== 'number' || typeof metres !== 'number') return null
        if (isTooFar || (read.sources[index]?.distance ?? 0) > MOST_OFF_ROAD.from) return null
        return { known: true, seconds, metres }
      })
    },
  }
}

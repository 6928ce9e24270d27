import { z } from 'zod'
import { type RoadEngine, RoadEngineFault, type TravelTime } from '../routing/index.ts'
import { askEngine } from './engine-http.ts'

const METRES = { kilometers: 1_000, kilometres: 1_000, km: 1_000, miles: 1_609.344, mi: 1_609.344 } as const

const number = z.number().nonnegative().nullable()
const units = z.enum(['kilometers', 'kilometres', 'km', 'miles', 'mi']).default('kilometers')
/** A cell for each pair, a row for each source; or, with `verbose: false`, two plain tables. Older ones know only the first. */
const answer = z.object({
  units,
  sources_to_targets: z.union([
    z.array(z.array(z.object({ time: number, distance: number }))),
    z.object({ durations: z.array(z.array(number)), distances: z.array(z.array(number)) }),
  ]),
})

/** How far from any road a vehicle or an incident may be, as for the embedded router; metres. */
const CUTOFF_METRES = { from: 2_000, to: 10_000 }

/**
 * A Valhalla server's time and distance matrix, `POST /sources_to_targets`. It drives as cars do.
 * @param base such as http://valhalla:8002
 */
export function openValhallaEngine(base: string): RoadEngine {
  const url = `${base.replace(/\/+$/, '')}/sources_to_targets`
  return {
    name: 'valhalla',
    profiles: ['normal'],
    async travelTimes(to, from, _profile, signal) {
      const question = {
        sources: from.map(({ lat, lon }) => ({ lat, lon, search_cutoff: CUTOFF_METRES.from })),
        targets: [{ lat: to.lat, lon: to.lon, search_cutoff: CUTOFF_METRES.to }],
        costing: 'auto',
        units: 'kilometers',
        verbose: false,
      }
      const headers = { 'content-type': 'application/json', accept: 'application/json' }
      const read = await askEngine(url, { method: 'POST', headers, body: JSON.stringify(question), signal }, answer)
      const { sources_to_targets: table } = read
      const rows = Array.isArray(table)
        ? table.map((row) => ({ time: row[0]?.time, distance: row[0]?.distance, cells: row.length }))
        : table.durations.map((row, i) => ({
            time: row[0],
            distance: table.distances[i]?.[0],
            cells: Math.max(row.length, table.distances[i]?.length ?? 0),
          }))
      if (rows.length !== from.length || rows.some(({ cells }) => cells !== 1))
        throw new RoadEngineFault('wrong-shape', 'its table is of another size')
      return rows.map(({ time, distance }): TravelTime | null =>
        typeof time === 'number' && typeof distance === 'number'
          ? { known: true, seconds: time, metres: distance * METRES[read.units] }
          : null,
      )
    },
  }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SeededRandom } from '../../src/demo/index.ts'
import { coverDemandOf, coverLosses, timesFromZone, zoneOf, zoneTimesOf } from '../../src/dispatch/cover-rules.ts'
import { demandSurface } from '../../src/dispatch/demand-surface.ts'
import type { Router } from '../../src/routing/index.ts'
import { dataFolder } from './bench-ground.ts'
import { percentile } from './bench-measure.ts'

const UNITS = 60
const ROUNDS = 2_000
const WARM_UP = 200

/** What the rule of cover costs: the table of zones once, and the losses of 60 units at each recommendation. */
export async function measureCover(router: Router): Promise<Array<{ name: string; value: number; unit: 'ms' }>> {
  const surface = demandSurface.parse(JSON.parse(readFileSync(join(dataFolder, 'force', 'demand.json'), 'utf8')))
  const demand = coverDemandOf(surface, { urbanSeconds: 600, ruralSeconds: 1_200 })
  const began = performance.now()
  const answers = []
  for (const point of surface.points) answers.push(await router.travelTimes(point, surface.points, 'blue-light'))
  const zones = zoneTimesOf(answers)
  const table = performance.now() - began
  const random = new SeededRandom('cover cost')
  const samples: number[] = []
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const places = Array.from({ length: UNITS }, () => random.pick(surface.points))
    const start = performance.now()
    const units = places.map((place) => ({ secondsTo: timesFromZone(zones, zoneOf(surface, place)), extraSeconds: 0 }))
    coverLosses(demand, units)
    if (round >= WARM_UP) samples.push(performance.now() - start)
  }
  const of = (share: number) => Number(percentile(samples, share).toFixed(3))
  return [
    { name: `table of ${surface.points.length} zones, once`, value: Math.round(table), unit: 'ms' },
    { name: `zones and cover of ${UNITS} units p50`, value: of(0.5), unit: 'ms' },
    { name: `zones and cover of ${UNITS} units p99`, value: of(0.99), unit: 'ms' },
  ]
}

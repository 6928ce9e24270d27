import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demandSurface } from '../dispatch/index.ts'
import { readCrimePoints } from './crime-points.ts'
import { groupDemand } from './demand-grouping.ts'

/** Enough to tell a town's quarters apart, few enough to be gone through in a thousandth of a second. */
const POINTS = 300

/**
 * `node src/simulation/make-demand.ts`: makes the points of data/force/demand.json anew from data/police-uk-crime-cumbria. What the
 * force set by hand (how cover is reckoned, version, date) stays as it is in the file.
 */
function main(): void {
  const dataFolder = join(import.meta.dirname, '..', '..', 'data')
  const file = join(dataFolder, 'force', 'demand.json')
  const before = demandSurface.parse(JSON.parse(readFileSync(file, 'utf8')))
  const points = groupDemand(readCrimePoints(dataFolder), POINTS).map(({ at, weight }) => ({
    lat: at.lat,
    lon: at.lon,
    weight,
    areaClass: at.areaClass,
  }))
  const { points: _replaced, ...head } = before
  const lines = points.map((point) => `    ${JSON.stringify(point)}`)
  const top = JSON.stringify(head, undefined, 2).replace(/\n\}$/, '')
  writeFileSync(file, `${top},\n  "points": [\n${lines.join(',\n')}\n  ]\n}\n`)
  const whole = points.reduce((sum, { weight }) => sum + weight, 0)
  console.log(`${points.length} points, ${whole} rows`)
}

main()

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readCsv } from '../core/index.ts'
import { readDemoPlan, readStations, SeededRandom, WeightedTable } from '../demo/index.ts'

/** A unit of the demo force, where it waits for calls and where its crews change. */
export type UnitPost = {
  callsign: string
  kind: string
  drivingGrade: string
  post: { lat: number; lon: number }
  station: { lat: number; lon: number }
  /** nodes of the compact roads */
  postNode: number
  stationNode: number
}

/**
 * The units of data/force/demo-force.json with their stations and the towns they patrol, in its order. Who drives
 * how well is drawn once and is the same for every seed: a policy is not to be better off by the luck of a roster.
 * @throws Error when station or town is not in the data
 */
export function readPosts(dataFolder: string): UnitPost[] {
  const plan = readDemoPlan(dataFolder)
  const { stations } = readStations(dataFolder)
  const towns = readTowns(dataFolder)
  const random = new SeededRandom('simulated force')
  return plan.units.flatMap(({ kind, station: stationId, tens, patrols }) => {
    const station = stations.find(({ id }) => id === stationId)
    const made = plan.kinds[kind]
    if (!station || !made) throw new Error(`demo-force.json: no station ${stationId} or kind ${kind}`)
    const driving = new WeightedTable(Object.entries(made.driving), ([, share]) => share)
    return patrols.map((town, index) => {
      const post = towns.get(town)
      if (!post) throw new Error(`demo-force.json: no settlement ${town} in the gazetteer`)
      const area = plan.callsigns.areaLetters[station.areaId] ?? ''
      return {
        callsign: `${area}${plan.callsigns.kindLetters[kind] ?? ''}${tens}${index + 1}`,
        kind,
        drivingGrade: driving.draw(random)[0],
        post,
        station: { lat: station.lat, lon: station.lon },
        postNode: -1,
        stationNode: -1,
      }
    })
  })
}

/** Every so manieth of the list, so that kinds and stations keep their shares. @throws RangeError when there are not so many */
export function pickFleet(posts: readonly UnitPost[], units: number): UnitPost[] {
  if (units > posts.length || units < 1)
    throw new RangeError(`a fleet has 1 to ${posts.length} units: the demo force has no more`)
  return Array.from({ length: units }, (_, index) => posts[Math.floor((index * posts.length) / units)] as UnitPost)
}

function readTowns(dataFolder: string): Map<string, { lat: number; lon: number }> {
  const file = join(dataFolder, 'cumbria-gazetteer-osm', 'places.csv.gz')
  const towns = new Map<string, { lat: number; lon: number }>()
  for (const row of readCsv(gunzipSync(readFileSync(file)).toString('utf8'), ['name', 'class', 'lat', 'lon'])) {
    if (!['city', 'town', 'village'].includes(row.class) || towns.has(row.name)) continue
    towns.set(row.name, { lat: Number(row.lat), lon: Number(row.lon) })
  }
  return towns
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Flatbush from 'flatbush'
import { readCsv } from '../core/index.ts'
import { metresBetween } from './demo-ground.ts'
import { type SeededRandom, WeightedTable } from './seeded-random.ts'
import type { SpokenAddress } from './shift-call.ts'
import type { BlockStreets } from './shift-call-rules.ts'

type Street = Omit<SpokenAddress, 'number'> & { roadClass: string; lengthM: number; wanted: number }

const MONTHS = ['2018-10', '2018-11', '2018-12', '2019-01', '2019-02']
/** One degree of longitude is this much of one of latitude at 54.6 degrees north. */
const LON_SCALE = 0.579
/** Traffic by class of road; lanes carry little. */
const TRAFFIC: Record<string, number> = { motorway: 6, trunk: 5, primary: 4, secondary: 2, tertiary: 1 }

/** The streets of the shift. */
export type ShiftStreets = BlockStreets & {
  /** a street to patrol, near a place; undefined when there is none */
  near: (
    at: { lat: number; lon: number },
    withinMetres: number,
    random: SeededRandom,
  ) => { lat: number; lon: number } | undefined
}

/** Real streets from the open data, weighted by the crimes of data.police.uk that lie nearest to each. */
export function openShiftStreets(dataFolder: string): ShiftStreets {
  const streets = readStreets(dataFolder)
  const index = new Flatbush(streets.length)
  for (const { lat, lon } of streets) index.add(lon * LON_SCALE, lat)
  index.finish()
  weigh(dataFolder, streets, index)
  const byDemand = new WeightedTable(streets, ({ wanted }) => wanted)
  const byTraffic = new WeightedTable(
    streets,
    ({ roadClass, lengthM }) => (TRAFFIC[roadClass] ?? 0.2) * Math.sqrt(lengthM),
  )
  return {
    draw: (random, onTheRoad) => {
      const { street, locality, lat, lon } = (onTheRoad ? byTraffic : byDemand).draw(random)
      return { number: null, street, locality, lat, lon }
    },
    near: (at, withinMetres, random) => {
      const found = index.neighbors(at.lon * LON_SCALE, at.lat, 40).flatMap((place) => streets[place] ?? [])
      const within = found.filter((street) => metresBetween(street, at) < withinMetres)
      return within.length === 0 ? undefined : random.pick(within)
    },
  }
}

function readStreets(dataFolder: string): Street[] {
  const text = readGzip(dataFolder, 'cumbria-gazetteer-osm', 'streets.csv.gz')
  return Array.from(
    readCsv(text, ['street', 'class', 'locality', 'nearest_town', 'lat', 'lon', 'length_m']),
    (row) => ({
      street: row.street,
      locality: row.locality || row.nearest_town,
      lat: Number(row.lat),
      lon: Number(row.lon),
      roadClass: row.class,
      lengthM: Number(row.length_m),
      wanted: 0,
    }),
  )
}

function weigh(dataFolder: string, streets: Street[], index: Flatbush): void {
  // a few thousand anonymous points carry all rows
  const points = new Map<string, number>()
  for (const month of MONTHS) {
    for (const row of readCsv(readGzip(dataFolder, 'police-uk-crime-cumbria', `${month}-cumbria-street.csv.gz`), [
      'Longitude',
      'Latitude',
    ])) {
      if (row.Latitude === '') continue
      const key = `${row.Longitude},${row.Latitude}`
      points.set(key, (points.get(key) ?? 0) + 1)
    }
  }
  for (const [key, crimes] of points) {
    const [lon = 0, lat = 0] = key.split(',').map(Number)
    const street = streets[index.neighbors(lon * LON_SCALE, lat, 1)[0] ?? 0]
    if (street && street.roadClass !== 'motorway') street.wanted += crimes
  }
}

function readGzip(dataFolder: string, ...path: string[]): string {
  return gunzipSync(readFileSync(join(dataFolder, ...path))).toString('utf8')
}

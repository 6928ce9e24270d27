import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import Flatbush from 'flatbush'
import { readCsv } from '../core/index.ts'
import type { DemoPlan } from './demo-plan.ts'
import { type SeededRandom, WeightedTable } from './seeded-random.ts'

/** What a zone decides, by its code. */
export type Zone = { areaId: string; areaClass: 'urban' | 'rural' }
/** A point in an area, urban or rural. */
export type Spot = Zone & { lat: number; lon: number }
/** A real street, at its middle. */
export type Street = Spot & {
  name: string
  ref: string
  roadClass: string
  locality: string
  town: string
  /** of the nearest postcode's centre */
  postcode: string
  lengthM: number
}
/** Where police were wanted, with the street beside it. */
export type DemandPoint = Spot & { street: Street }

/** The real Cumbria that invented history is laid on: where, on which street, at which hour. */
export type Ground = {
  streets: readonly Street[]
  /** streets that people live on */
  homeStreets: NearestStreet
  /** by crime type of data.police.uk; '' holds all */
  demand: ReadonlyMap<string, readonly DemandPoint[]>
  /** roads by the traffic they may carry */
  roads: WeightedTable<Street>
  /** where towns and villages are */
  settlements: ReadonlyMap<string, { lat: number; lon: number }>
  /** `number|street` in lower case of every real house number that is known */
  takenNumbers: ReadonlySet<string>
  /** for a type of incident: how many real calls in each hour of the week, from Sunday midnight; '' holds all */
  hours: ReadonlyMap<string, readonly number[]>
}

/** The street nearest to a point. */
export type NearestStreet = (lat: number, lon: number) => Street

/** One degree of longitude is this much of one of latitude here, at 54.6 degrees north. */
const LON_SCALE = 0.579
const METRES_PER_DEGREE = 111_195

/** Reads the open data below `dataFolder`; `zones` by their code. */
export function readGround(dataFolder: string, zones: ReadonlyMap<string, Zone>, mix: DemoPlan['mix']): Ground {
  const streets = readStreets(dataFolder, nearestPostcode(dataFolder, zones))
  const homes = streets.filter(({ roadClass }) => roadClass === 'minor')
  return {
    streets,
    homeStreets: nearestStreet(homes),
    demand: readDemand(dataFolder, zones, nearestStreet(streets.filter(({ roadClass }) => roadClass !== 'motorway'))),
    roads: new WeightedTable(streets, trafficWeight),
    settlements: readSettlements(dataFolder),
    takenNumbers: readTakenNumbers(dataFolder),
    hours: readHours(dataFolder, mix),
  }
}

/** As the crow flies, in metres; good to a few per mille inside one county. */
export function metresBetween(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  return METRES_PER_DEGREE * Math.hypot(a.lat - b.lat, (a.lon - b.lon) * LON_SCALE)
}

/** The point moved by up to so many metres in each direction, to a metre's precision. */
export function nearby(random: SeededRandom, { lat, lon }: { lat: number; lon: number }, metres: number) {
  const step = () => ((random.fraction() * 2 - 1) * metres) / METRES_PER_DEGREE
  return { lat: Number((lat + step()).toFixed(5)), lon: Number((lon + step() / LON_SCALE).toFixed(5)) }
}

/** How a number and street are compared with the real ones. */
export function houseKey(number: string, street: string): string {
  return `${number}|${street}`.toLowerCase()
}

function readGzip(dataFolder: string, ...path: string[]): string {
  return gunzipSync(readFileSync(join(dataFolder, ...path))).toString('utf8')
}

type Postcode = Zone & { postcode: string }

function nearestPostcode(dataFolder: string, zones: ReadonlyMap<string, Zone>): (lat: number, lon: number) => Postcode {
  const text = readGzip(dataFolder, 'cumbria-postcodes', 'postcodes_cumbria.csv.gz')
  const postcodes: Postcode[] = []
  const points: number[][] = []
  for (const row of readCsv(text, ['postcode', 'lat', 'lon', 'lsoa11', 'in_codepoint_open_2014'])) {
    const zone = zones.get(row.lsoa11)
    if (!zone || row.in_codepoint_open_2014 !== '1') continue
    postcodes.push({ postcode: row.postcode, ...zone })
    points.push([Number(row.lat), Number(row.lon)])
  }
  const find = nearestIndex(points)
  return (lat, lon) => postcodes[find(lat, lon)] as Postcode
}

function readStreets(dataFolder: string, postcodeAt: (lat: number, lon: number) => Postcode): Street[] {
  const text = readGzip(dataFolder, 'cumbria-gazetteer-osm', 'streets.csv.gz')
  const columns = ['street', 'class', 'ref', 'locality', 'nearest_town', 'lat', 'lon', 'length_m'] as const
  return Array.from(readCsv(text, columns), (row) => {
    const lat = Number(row.lat)
    const lon = Number(row.lon)
    return {
      name: row.street,
      ref: row.ref,
      roadClass: row.class,
      locality: row.locality,
      town: row.nearest_town,
      lengthM: Number(row.length_m),
      lat,
      lon,
      ...postcodeAt(lat, lon),
    }
  })
}

function readDemand(dataFolder: string, zones: ReadonlyMap<string, Zone>, streetAt: NearestStreet) {
  const demand = new Map<string, DemandPoint[]>([['', []]])
  // about 4,500 anonymous points carry all rows
  const known = new Map<string, DemandPoint>()
  const columns = ['Longitude', 'Latitude', 'LSOA code', 'Crime type'] as const
  for (const month of ['2018-10', '2018-11', '2018-12', '2019-01', '2019-02']) {
    for (const row of readCsv(
      readGzip(dataFolder, 'police-uk-crime-cumbria', `${month}-cumbria-street.csv.gz`),
      columns,
    )) {
      const zone = zones.get(row['LSOA code'])
      if (!zone || row.Latitude === '') continue
      const key = `${row.Latitude},${row.Longitude},${row['LSOA code']}`
      let point = known.get(key)
      if (!point) {
        const lat = Number(row.Latitude)
        const lon = Number(row.Longitude)
        point = { lat, lon, ...zone, street: streetAt(lat, lon) }
        known.set(key, point)
      }
      const ofType = demand.get(row['Crime type'])
      if (ofType) ofType.push(point)
      else demand.set(row['Crime type'], [point])
      demand.get('')?.push(point)
    }
  }
  return demand
}

function readSettlements(dataFolder: string): Map<string, { lat: number; lon: number }> {
  const text = readGzip(dataFolder, 'cumbria-gazetteer-osm', 'places.csv.gz')
  const found = new Map<string, { lat: number; lon: number }>()
  for (const row of readCsv(text, ['name', 'class', 'lat', 'lon'])) {
    if (!['city', 'town', 'village'].includes(row.class) || found.has(row.name)) continue
    found.set(row.name, { lat: Number(row.lat), lon: Number(row.lon) })
  }
  return found
}

function readTakenNumbers(dataFolder: string): Set<string> {
  const text = readGzip(dataFolder, 'cumbria-gazetteer-osm', 'addresses.csv.gz')
  return new Set(
    Array.from(readCsv(text, ['number', 'street_inferred']), (row) => houseKey(row.number, row.street_inferred)),
  )
}

/** Real arrival times: the local hour of the week of each call, counted under our type of incident. */
function readHours(dataFolder: string, mix: DemoPlan['mix']): Map<string, number[]> {
  const typesOfCall = new Map<string, string[]>()
  const hours = new Map<string, number[]>([['', new Array<number>(168).fill(0)]])
  for (const [type, { callTypes }] of Object.entries(mix)) {
    hours.set(type, new Array<number>(168).fill(0))
    for (const call of callTypes) typesOfCall.set(call, [...(typesOfCall.get(call) ?? []), type])
  }
  const text = readGzip(
    dataFolder,
    'san-diego-police-cfs-2023-01',
    'pd_calls_for_service_2023_datasd_first20days.csv.gz',
  )
  for (const row of readCsv(text, ['date_time', 'day_of_week', 'call_type'])) {
    // 1 is Sunday there
    const slot = (Number(row.day_of_week) - 1) * 24 + Number(row.date_time.slice(11, 13))
    for (const type of typesOfCall.get(row.call_type) ?? []) count(hours, type, slot)
    if (typesOfCall.has(row.call_type)) count(hours, '', slot)
  }
  return hours
}

function count(hours: Map<string, number[]>, type: string, slot: number): void {
  const counts = hours.get(type)
  if (counts) counts[slot] = (counts[slot] ?? 0) + 1
}

/** Longer roads see more, and main roads far more than lanes. */
function trafficWeight({ roadClass, lengthM }: Street): number {
  const factor = { motorway: 6, trunk: 5, primary: 4, secondary: 2, tertiary: 1 }[roadClass] ?? 0.2
  return factor * Math.sqrt(lengthM)
}

function nearestStreet(streets: readonly Street[]): NearestStreet {
  const find = nearestIndex(streets.map(({ lat, lon }) => [lat, lon]))
  return (lat, lon) => streets[find(lat, lon)] as Street
}

function nearestIndex(points: readonly (readonly number[])[]): (lat: number, lon: number) => number {
  const index = new Flatbush(points.length)
  for (const [lat = 0, lon = 0] of points) index.add(lon * LON_SCALE, lat)
  index.finish()
  return (lat, lon) => index.neighbors(lon * LON_SCALE, lat, 1)[0] ?? 0
}

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { readCsv } from '../core/index.ts'
import { type ZoneShape, zoneShape } from './area-lookup.ts'
import {
  addressColumns,
  junctionRow,
  landmarkRow,
  markerPostColumns,
  markerPostRow,
  motorwayJunctionRow,
  naturalRow,
  nearestTown,
  nodeColumns,
  type PlaceRow,
  placeColumns,
  poiColumns,
  postcodeColumns,
  postcodeRow,
  premisesRow,
  roadColumns,
  type Surroundings,
  settlementRow,
  streetColumns,
  streetRow,
} from './gazetteer-rules.ts'
import { findMeetings } from './junction-rules.ts'
import type { Zone } from './place.ts'

/** `data/force/areas.json`: the force's areas, by district, and the communication centres that work them. */
const areasFile = z.strictObject({
  version: z.string().min(1),
  validFrom: z.iso.datetime({ offset: true }),
  source: z.string().min(1),
  centres: z.array(z.strictObject({ id: z.string(), name: z.string() })).min(1),
  areas: z.array(
    z.strictObject({ id: z.string(), name: z.string(), centreId: z.string(), districts: z.array(z.string()).min(1) }),
  ),
  /** first letters of the rural-urban codes (2011) that count as urban */
  urbanCodes: z.array(z.string().length(1)),
})
export type Areas = z.infer<typeof areasFile>

/** `data/force/motorway-junctions.json`: numbered junctions; a force without a motorway has none. */
const motorwayJunctionsFile = z.strictObject({
  version: z.string().min(1),
  validFrom: z.iso.datetime({ offset: true }),
  source: z.string().min(1),
  junctions: z.array(
    z.strictObject({
      motorway: z.string().regex(/^[AM]\d+(\(M\))?$/),
      junction: z.string().regex(/^\d{1,2}[A-Z]?$/),
      roads: z.array(z.string()),
      near: z.array(z.string()),
      lat: z.number(),
      lon: z.number(),
    }),
  ),
})

/** A zone with everything the table keeps. */
export type ZoneOnFile = Zone & { name: string; ruralUrbanCode: string; shape: ZoneShape }

const zonesFile = z.object({
  features: z.array(
    z.object({
      properties: z.object({
        LSOA11CD: z.string(),
        LSOA11NM: z.string(),
        ruc11_code: z.string(),
        lad_name: z.string(),
      }),
      geometry: zoneShape,
    }),
  ),
})

/** The force's areas. @throws when the file is not as it must be */
export function readAreas(dataFolder: string): Areas {
  return areasFile.parse(JSON.parse(readFileSync(join(dataFolder, 'force', 'areas.json'), 'utf8')))
}

/** One file of the gazetteer: rows are made when asked for, because finding each its zone is most of the work. */
export type GazetteerSource = { length: number; rows: (from: number, to: number) => PlaceRow[] }

/** Every place of the data folder, without the database. */
export function openGazetteer(dataFolder: string, zoneOf: Surroundings['zoneOf']): GazetteerSource[] {
  const osm = (name: string) => readText(dataFolder, 'cumbria-gazetteer-osm', name)
  const settlements = [...readCsv(osm('places.csv.gz'), placeColumns)]
  const towns = settlements
    .filter((row) => row.class === 'town' || row.class === 'city')
    .map((row) => ({ name: row.name, lat: Number(row.lat), lon: Number(row.lon) }))
  const around: Surroundings = { zoneOf, townOf: (point) => nearestTown(towns, point) }
  const source = <Row>(cells: Row[], make: (row: Row) => PlaceRow | undefined): GazetteerSource => ({
    length: cells.length,
    rows: (from, to) => cells.slice(from, to).flatMap((row) => make(row) ?? []),
  })
  const natural = ['name', 'lat', 'lon'] as const
  const postcodes = readText(dataFolder, 'cumbria-postcodes', 'postcodes_cumbria.csv.gz')
  return [
    source([...readCsv(osm('streets.csv.gz'), streetColumns)], (row) => streetRow(row, around)),
    source([...readCsv(osm('addresses.csv.gz'), addressColumns)], (row) => premisesRow(row, around)),
    source(settlements, (row) => settlementRow(row, around)),
    source([...readCsv(osm('pois.csv.gz'), poiColumns)], (row) => landmarkRow(row, around)),
    source([...readCsv(osm('peaks.csv.gz'), natural)], (row) => naturalRow('peak', row, around)),
    source([...readCsv(osm('water_names.csv.gz'), natural)], (row) => naturalRow('water', row, around)),
    source([...readCsv(postcodes, postcodeColumns)], (row) => postcodeRow(row, around)),
    source(readMeetings(dataFolder), (meeting) => junctionRow(meeting, around)),
    ...readMotorway(dataFolder, around, source),
  ]
}

/** Where the roads of the road graph meet; a data folder without one has no junctions. */
function readMeetings(dataFolder: string) {
  if (!existsSync(join(dataFolder, 'cumbria-road-graph'))) return []
  const text = (name: string) => readText(dataFolder, 'cumbria-road-graph', name)
  const nodes = new Map<string, { lat: number; lon: number }>()
  for (const { id, lat, lon } of readCsv(text('nodes.csv.gz'), nodeColumns))
    nodes.set(id, { lat: Number(lat), lon: Number(lon) })
  return findMeetings(readCsv(text('edges.csv.gz'), roadColumns), nodes)
}

/**
 * Numbered junctions and marker posts, where the force has files of them. None of marker posts is published for the
 * roads of Cumbria: a force loads `force/marker-posts.csv` from whoever keeps the road.
 */
function readMotorway(
  dataFolder: string,
  around: Surroundings,
  source: <Row>(cells: Row[], make: (row: Row) => PlaceRow | undefined) => GazetteerSource,
): GazetteerSource[] {
  const [junctions, posts] = ['motorway-junctions.json', 'marker-posts.csv'].map((name) =>
    join(dataFolder, 'force', name),
  ) as [string, string]
  const file = existsSync(junctions)
    ? motorwayJunctionsFile.parse(JSON.parse(readFileSync(junctions, 'utf8')))
    : undefined
  const rows = existsSync(posts) ? [...readCsv(readFileSync(posts, 'utf8'), markerPostColumns)] : []
  return [
    source(file?.junctions ?? [], (row) => motorwayJunctionRow(row, `force-${file?.version}`, around)),
    source(rows, (row) => markerPostRow(row, around)),
  ]
}

function readText(dataFolder: string, folder: string, name: string): string {
  return gunzipSync(readFileSync(join(dataFolder, folder, name))).toString('utf8')
}

/** The statistical zones, each with the area of its district and urban or rural by its code. */
export function readZones(dataFolder: string, areas: Areas): ZoneOnFile[] {
  const text = readText(dataFolder, 'cumbria-boundaries', 'lsoa_2011_ruc11_cumbria.geojson.gz')
  return zonesFile.parse(JSON.parse(text)).features.map(({ properties, geometry }) => {
    const district = properties.lad_name
    const area = areas.areas.find(({ districts }) => districts.includes(district))
    if (!area) throw new Error(`areas.json: no area has the district ${district}`)
    const code = properties.ruc11_code
    return {
      zoneCode: properties.LSOA11CD,
      name: properties.LSOA11NM,
      district,
      areaId: area.id,
      areaClass: areas.urbanCodes.includes(code.charAt(0)) ? ('urban' as const) : ('rural' as const),
      ruralUrbanCode: code,
      shape: geometry,
    }
  })
}

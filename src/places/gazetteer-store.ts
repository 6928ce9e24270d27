import { Client } from 'pg'
import { makeAreaLookup } from './area-lookup.ts'
import { openGazetteer, readAreas, readZones, type ZoneOnFile } from './gazetteer-files.ts'
import type { PlaceRow } from './gazetteer-rules.ts'

/** Rows a statement: few enough that progress is told several times a second. */
const BATCH = 4_000

/**
 * Loads areas, centres, zones and the whole gazetteer as the owner of the schema, in one transaction. Ids come from
 * the data, so that a second run finds every row there and adds nothing.
 */
export async function loadGazetteer(
  ownerUrl: string,
  dataFolder: string,
  onProgress: (what: string, done: number, total: number) => void = () => undefined,
): Promise<{ places: number; zones: number }> {
  const { centres, areas, ...file } = readAreas(dataFolder)
  const zones = readZones(dataFolder, { centres, areas, ...file })
  const sources = openGazetteer(dataFolder, makeAreaLookup(zones).find)
  const total = sources.reduce((sum, source) => sum + source.length, 0)
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin')
    await insert(client, 'centre', 'id', centres)
    await insert(
      client,
      'area',
      'id',
      areas.map(({ centreId, ...area }) => ({ ...area, centre_id: centreId })),
    )
    await insert(client, 'zone', 'code', zones.map(zoneRow))
    onProgress('zones', zones.length, zones.length)
    let [read, places] = [0, 0]
    // rows of the next batch are made while the database takes the last one
    let sent: Promise<void> = Promise.resolve()
    for (const source of sources) {
      for (let from = 0; from < source.length; from += BATCH) {
        const rows = source.rows(from, from + BATCH)
        await sent
        sent = insert(client, 'place', 'id', rows.map(placeRow))
        // an error is told where it is awaited, before anything else is sent
        sent.catch(() => undefined)
        places += rows.length
        read += Math.min(BATCH, source.length - from)
        onProgress('places', read, total)
      }
    }
    await sent
    await client.query('commit')
    // the planner must know what is there before the first search
    await client.query('analyze place')
    return { places, zones: zones.length }
  } finally {
    await client.end()
  }
}

function zoneRow({ zoneCode, areaId, areaClass, ruralUrbanCode, ...zone }: ZoneOnFile) {
  return { ...zone, code: zoneCode, area_id: areaId, area_class: areaClass, rural_urban_code: ruralUrbanCode }
}

function placeRow({ areaId, areaClass, ...place }: PlaceRow) {
  return { ...place, area_id: areaId, area_class: areaClass, invented: false, protected: false }
}

async function insert(
  client: Client,
  table: 'place' | 'zone' | 'area' | 'centre',
  key: string,
  rows: object[],
): Promise<void> {
  await client.query(
    `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb) on conflict (${key}) do nothing`,
    [JSON.stringify(rows)],
  )
}

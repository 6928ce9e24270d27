import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { readCsv } from '../core/index.ts'

/** An anonymous map point of data.police.uk, and how many of the rows of five months lie on it. */
export type CrimePoint = { lat: number; lon: number; rows: number; areaClass: 'urban' | 'rural' }

const MONTHS = ['2018-10', '2018-11', '2018-12', '2019-01', '2019-02']

const zones = z.object({
  features: z.array(z.object({ properties: z.object({ LSOA11CD: z.string(), ruc11_code: z.string() }) })),
})
const areas = z.object({ urbanCodes: z.array(z.string()).min(1) })

/**
 * Where police were wanted in Cumbria, October 2018 to February 2019, all types of crime and anti-social behaviour;
 * rows without a place or of another county are left out. In a fixed order. @throws ZodError, or Error of the file system
 */
export function readCrimePoints(dataFolder: string): CrimePoint[] {
  const classes = readAreaClasses(dataFolder)
  const points = new Map<string, CrimePoint>()
  for (const month of MONTHS) {
    const file = join(dataFolder, 'police-uk-crime-cumbria', `${month}-cumbria-street.csv.gz`)
    for (const row of readCsv(readGzip(file), ['Longitude', 'Latitude', 'LSOA code'])) {
      const areaClass = classes.get(row['LSOA code'])
      if (!areaClass || row.Latitude === '') continue
      const key = `${row.Latitude},${row.Longitude}`
      const point = points.get(key)
      if (point) point.rows += 1
      else points.set(key, { lat: Number(row.Latitude), lon: Number(row.Longitude), rows: 1, areaClass })
    }
  }
  return [...points.values()].sort((a, b) => a.lat - b.lat || a.lon - b.lon)
}

/** Urban or rural by the code of the zone, as the force's areas.json says which codes are urban. */
function readAreaClasses(dataFolder: string): Map<string, 'urban' | 'rural'> {
  const { urbanCodes } = areas.parse(JSON.parse(readFileSync(join(dataFolder, 'force', 'areas.json'), 'utf8')))
  const file = join(dataFolder, 'cumbria-boundaries', 'lsoa_2011_ruc11_cumbria.geojson.gz')
  const { features } = zones.parse(JSON.parse(readGzip(file)))
  return new Map(
    features.map(({ properties: { LSOA11CD, ruc11_code } }) => [
      LSOA11CD,
      urbanCodes.some((code) => ruc11_code.startsWith(code)) ? 'urban' : 'rural',
    ]),
  )
}

function readGzip(file: string): string {
  return gunzipSync(readFileSync(file)).toString('utf8')
}

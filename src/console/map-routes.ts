import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { z } from 'zod'
import type { App } from '../http/index.ts'
import { readRange } from './byte-range-rules.ts'
import { PAGE_HEADERS, type Served, send, served } from './console-routes.ts'

const zip = promisify(gzip)
const unzip = promisify(gunzip)

/** Steps of the map’s points in degrees: 11 m on the ground. */
const UNIT = 0.0001

type Geometry =
  | { type: 'LineString'; coordinates: number[][] }
  | { type: 'Polygon'; coordinates: number[][][] }
  | { type: 'MultiPolygon'; coordinates: number[][][][] }
type Collection = { features: { properties: Record<string, unknown>; geometry: Geometry }[] }

/** One file of tiles, under a name that changes with what is in it. */
type Tiles = { path: string; size: number; mark: string }

/**
 * What the map is drawn on: the tiles of the force's ground in one file, sent by ranges of bytes (PMTiles v3), and the
 * land's outline with the areas. Another force puts its own file `data/<folder>/<name>.pmtiles`; without one the
 * map draws on the outline alone.
 */
export function mapRoutes(app: App, { dataFolder }: { dataFolder: string }): void {
  const config = { right: 'public' } as const
  const schema = { hide: true } as const

  // read when the first map asks: a second of work that no start has to wait for
  let tiles: Promise<Tiles | undefined> | undefined
  let ground: Promise<Served> | undefined
  const whole = async () => {
    tiles ??= findTiles(dataFolder)
    ground ??= tiles.then((found) => readGround(dataFolder, found))
    try {
      return { tiles: await tiles, ground: await ground }
    } catch (error) {
      tiles = ground = undefined
      throw error
    }
  }

  app.get('/console/map-data', { config, schema }, async (request, reply) =>
    send(request, reply, (await whole()).ground),
  )

  app.get(
    '/console/tiles/:name',
    { config, schema: { ...schema, params: z.strictObject({ name: z.string() }) } },
    async (request, reply) => {
      const { tiles } = await whole()
      if (!tiles || request.params.name !== nameOf(tiles)) return reply.callNotFound()
      const etag = `"${tiles.mark}"`
      void reply.headers(PAGE_HEADERS).headers({
        etag,
        'accept-ranges': 'bytes',
        'cache-control': 'public, max-age=31536000, immutable',
      })
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      void reply.header('content-type', 'application/octet-stream')
      // of what changed since, only the whole is any use (RFC 9110, 13.1.5)
      const ifRange = request.headers['if-range']
      const isSame = ifRange === undefined || ifRange === etag
      const range = isSame ? readRange(request.headers.range, tiles.size) : 'whole'
      if (range === 'none') return reply.code(416).header('content-range', `bytes */${tiles.size}`).send()
      const { from, to } = range === 'whole' ? { from: 0, to: tiles.size - 1 } : range
      if (range !== 'whole') void reply.code(206).header('content-range', `bytes ${from}-${to}/${tiles.size}`)
      void reply.header('content-length', to - from + 1)
      return reply.send(createReadStream(tiles.path, { start: from, end: to }))
    },
  )
}

function nameOf({ mark }: Tiles): string {
  return `${mark}.pmtiles`
}

/** The first file of tiles in a folder of `data/`; undefined: there is none. */
async function findTiles(dataFolder: string): Promise<Tiles | undefined> {
  const folders = readdirSync(dataFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  for (const { name } of folders.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = readdirSync(join(dataFolder, name)).find((one) => one.endsWith('.pmtiles'))
    if (file === undefined) continue
    const path = join(dataFolder, name, file)
    const hash = createHash('sha256')
    for await (const part of createReadStream(path)) hash.update(part as Buffer)
    return { path, size: statSync(path).size, mark: hash.digest('hex').slice(0, 24) }
  }
  return undefined
}

/** Where the tiles are, the land, and the districts with the area that works them, as flat lists of whole numbers. */
async function readGround(dataFolder: string, tiles: Tiles | undefined): Promise<Served> {
  const read = async (path: string): Promise<Collection> => {
    const file = join(dataFolder, path)
    if (!existsSync(file)) return { features: [] }
    return JSON.parse((await unzip(readFileSync(file))).toString('utf8')) as Collection
  }
  const land = await read('cumbria-boundaries/cumbria_land_outline.geojson.gz')
  const districts = await read('cumbria-boundaries/lad_2011_from_lsoa_cumbria.geojson.gz')
  const areas = readAreas(dataFolder)
  const body = Buffer.from(
    JSON.stringify({
      tiles: tiles ? `/console/tiles/${nameOf(tiles)}` : null,
      unit: UNIT,
      land: land.features.flatMap(({ geometry }) => linesOf(geometry)),
      areas: districts.features.flatMap(({ properties, geometry }) => {
        const name = String(properties['lad_name'])
        const area = areas.find(({ districts }) => districts.includes(name))
        return area ? [{ name: `${area.name}: ${name}`, lines: linesOf(geometry) }] : []
      }),
    }),
  )
  return served({ body, packed: await zip(body) }, 'application/json; charset=utf-8', 'no-cache')
}

function readAreas(dataFolder: string): { name: string; districts: string[] }[] {
  const file = join(dataFolder, 'force/areas.json')
  if (!existsSync(file)) return []
  return (JSON.parse(readFileSync(file, 'utf8')) as { areas: { name: string; districts: string[] }[] }).areas
}

function linesOf(geometry: Geometry): number[][] {
  const lines =
    geometry.type === 'LineString'
      ? [geometry.coordinates]
      : geometry.type === 'Polygon'
        ? geometry.coordinates
        : geometry.coordinates.flat()
  return lines.map((line) => line.flatMap(([lon = 0, lat = 0]) => [Math.round(lon / UNIT), Math.round(lat / UNIT)]))
}

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../http/index.ts'

/** What the page needs of the machine: where `data/` of this build is. */
export type ConsoleDeps = { dataFolder: string }

/** A file as it is sent: ready, with its name for caches. */
type Served = { body: Buffer | string; type: string; etag: string }

const zip = promisify(gzip)
const unzip = promisify(gunzip)

/** Parts of this folder that never leave the machine. */
const NOT_SERVED = /\.test\.ts$|-routes\.ts$|^index\.ts$|\.md$/
const TYPES: Readonly<Record<string, string>> = {
  ts: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml',
}

/** Nothing inline, nothing from elsewhere, no HTML made from text, in nobody's frame (CONSOLES A21). */
const PAGE_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const

/**
 * The page of every console at `/`, its modules with their types taken off, the ground of its map, and whose
 * data it shows. All files are read at the start into a list by name: a path leads nowhere else.
 */
export function consoleRoutes(app: App, { dataFolder }: ConsoleDeps): void {
  const files = readFiles(import.meta.dirname)
  const page = files.get('index.html')
  if (!page) throw new Error('the console has no page')
  const config = { right: 'public' } as const
  const schema = { hide: true } as const

  app.get('/', { config, schema }, (request, reply) => send(request, reply, page))
  for (const [name, file] of files) {
    if (file !== page) app.get(`/console/${name}`, { config, schema }, (request, reply) => send(request, reply, file))
  }

  const lines = readAttributions(dataFolder)
  app.get('/attribution', { config, schema }, async (_request, reply) => {
    void reply.header('content-type', 'application/json; charset=utf-8')
    return JSON.stringify({ lines })
  })

  // read when the first console asks: a second of work that no start has to wait for
  let ground: Promise<Served> | undefined
  app.get('/console/map-data', { config, schema }, async (request, reply) => {
    ground ??= readGround(dataFolder)
    const file = await ground.catch((error: unknown) => {
      ground = undefined
      throw error
    })
    return send(request, reply.header('content-encoding', 'gzip').header('vary', 'accept-encoding'), file)
  })
}

/** What changed is sent, what a browser has already is named: an upgrade never mixes old modules with new ones. */
function send(request: FastifyRequest, reply: FastifyReply, { body, type, etag }: Served): FastifyReply {
  void reply.headers(PAGE_HEADERS).header('etag', etag).header('cache-control', 'no-cache')
  if (request.headers['if-none-match'] === etag) return reply.removeHeader('content-encoding').code(304).send()
  return reply.header('content-type', type).send(body)
}

function readFiles(folder: string): Map<string, Served> {
  const names = readdirSync(folder).filter((name) => !NOT_SERVED.test(name) && kindOf(name) in TYPES)
  return new Map(
    names.map((name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      return [name, served(kindOf(name) === 'ts' ? stripTypeScriptTypes(text) : text, TYPES[kindOf(name)] ?? '')]
    }),
  )
}

function kindOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

function served(body: Buffer | string, type: string): Served {
  return { body, type, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
}

/** One line for each data set, from what its SOURCE.txt says of its licence. */
function readAttributions(dataFolder: string): string[] {
  const sets = readdirSync(dataFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const lines = sets.flatMap(({ name }) => {
    const source = join(dataFolder, name, 'SOURCE.txt')
    if (!existsSync(source)) return []
    const licence = /^LICENCE\s+(.+)$/m.exec(readFileSync(source, 'utf8'))?.[1]
    return licence === undefined ? [] : [`${name}: ${licence.trim().replace(/\(c\)/gi, '©')}`]
  })
  return lines.sort()
}

type Geometry =
  | { type: 'LineString'; coordinates: number[][] }
  | { type: 'Polygon'; coordinates: number[][][] }
  | { type: 'MultiPolygon'; coordinates: number[][][][] }
type Collection = { features: { properties: Record<string, unknown>; geometry: Geometry }[] }

/** Steps of the map’s points in degrees: 11 m on the ground, where the roads are simplified to 7. */
const UNIT = 0.0001

/** The ground for the console's map: major roads, lakes, towns and the land, as flat lists of whole numbers. */
async function readGround(dataFolder: string): Promise<Served> {
  const read = async (path: string) =>
    JSON.parse((await unzip(readFileSync(join(dataFolder, path)))).toString('utf8')) as Collection
  const [roads, lakes, builtUp, land] = [
    await read('cumbria-road-graph/roads_major_simplified.geojson.gz'),
    await read('cumbria-water-builtup-osm/lakes_cumbria.geojson.gz'),
    await read('cumbria-water-builtup-osm/built_up_areas_cumbria.geojson.gz'),
    await read('cumbria-boundaries/cumbria_land_outline.geojson.gz'),
  ]
  const ground = {
    unit: UNIT,
    roads: roads.features.flatMap(({ properties, geometry }) =>
      linesOf(geometry).map((line) => ({ kind: String(properties['class']), line })),
    ),
    lakes: lakes.features.flatMap(({ geometry }) => linesOf(geometry)),
    builtUp: builtUp.features.flatMap(({ geometry }) => linesOf(geometry)),
    land: land.features.flatMap(({ geometry }) => linesOf(geometry)),
  }
  return served(await zip(JSON.stringify(ground)), 'application/json; charset=utf-8')
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

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BuiltConsole, BuiltFile } from '../console-build/index.ts'
import type { App } from '../http/index.ts'

/** What the page needs of the machine: its built files, and where `data/` of this build is. */
export type ConsoleDeps = { files: BuiltConsole; dataFolder: string }

/** A file as it is sent: ready, with its name for caches. */
export type Served = BuiltFile & { type: string; etag: string; cache: string }

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml',
}
/** Addresses of the page: which of its screens is shown, `start-page.ts` reads from them. */
const PAGES = ['/', '/desk/map', '/wall']
/** Asked for anew each time; answered with its name alone while it is the same. */
const ASK_AGAIN = 'no-cache'
/** What its name says never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable'

/** Nothing inline, nothing from elsewhere, no HTML made from text, in nobody's frame (CONSOLES A21). */
export const PAGE_HEADERS = {
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
 * The page of every console at `/` and of windows of their own, its built modules and styles, and whose data it shows.
 * Every file is in a list by name before the doors open: a path leads nowhere else.
 */
export function consoleRoutes(app: App, { files, dataFolder }: ConsoleDeps): void {
  const config = { right: 'public' } as const
  const schema = { hide: true } as const

  for (const [name, file] of files) {
    const type = TYPES[name.slice(name.lastIndexOf('.') + 1)]
    if (type === undefined) continue
    const isPage = name === 'index.html'
    const it = served(file, type, isPage ? ASK_AGAIN : FOR_EVER)
    for (const path of isPage ? PAGES : [`/${name}`])
      app.get(path, { config, schema }, (request, reply) => send(request, reply, it))
  }

  const lines = readAttributions(dataFolder)
  app.get('/attribution', { config, schema }, async (_request, reply) => {
    void reply.header('content-type', 'application/json; charset=utf-8')
    return JSON.stringify({ lines })
  })
}

/** Packed to whoever can unpack it, which is every browser. A page that a browser has already is only named. */
export function send(request: FastifyRequest, reply: FastifyReply, file: Served): FastifyReply {
  const packs = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  const etag = packs ? `"${file.etag}-gzip"` : `"${file.etag}"`
  void reply.headers(PAGE_HEADERS).headers({ etag, 'cache-control': file.cache, vary: 'accept-encoding' })
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  if (packs) void reply.header('content-encoding', 'gzip')
  return reply.header('content-type', file.type).send(packs ? file.packed : file.body)
}

/** A file with what a cache calls it. */
export function served({ body, packed }: BuiltFile, type: string, cache: string): Served {
  return { body, packed, type, cache, etag: createHash('sha256').update(body).digest('base64url').slice(0, 22) }
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

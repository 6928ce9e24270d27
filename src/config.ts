import { z } from 'zod'

/** `code=value` with commas between, by the codes of the force's list of check sources. */
const byCode = z
  .string()
  .default('')
  .transform((text, context) => {
    const values = new Map<string, string>()
    for (const part of text.split(',').filter((one) => one.trim() !== '')) {
      const [, code, value] = /^([a-z][a-z0-9-]*)=(\S+)$/.exec(part.trim()) ?? []
      if (code && value) values.set(code, value)
      // what stands there may be a secret: it is not repeated
      else context.addIssue('must be like pnc=...,rms=...')
    }
    return values
  })

/** `code=address` with commas between. */
const urlByCode = z
  .string()
  .default('')
  .transform((text, context) => {
    const urls = new Map<string, string>()
    for (const part of text.split(',').filter((one) => one.trim() !== '')) {
      const [, code, url] = /^([a-z][a-z0-9-]*)=(https?:\/\/[^\s?#@]+)$/.exec(part.trim()) ?? []
      if (code && url && URL.canParse(url)) urls.set(code, url)
      else
        context.addIssue('must be like pnc=http://host:9100,rms=https://host/prefix, with no user, query or fragment')
    }
    return urls
  })

const schema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  /** login of the service; without it the embedded Postgres in DATA_FOLDER is used */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** login that owns the schema; with it a node migrates and loads when it starts, without it `npm run migrate` has */
  DATABASE_OWNER_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /** the embedded Postgres, caches, the demo's sign-ins */
  DATA_FOLDER: z.string().default('.data'),
  /** the force's road network, as `npm run import:roads` makes it; without it the one in data/ */
  ROAD_GRAPH_FOLDER: z.string().min(1).optional(),
  /** an engine for road times beside ours: valhalla+http://host:8002 or osrm+https://host/prefix */
  ROUTING_ENGINE_URL: z
    .url({
      protocol: /^(valhalla|osrm)\+https?$/,
      error: 'must be like valhalla+http://host:8002 or osrm+http://host:5000',
    })
    .refine((url) => !/[?#@]/.test(url), { error: 'must have no user, query or fragment' })
    .optional(),
  /** how long a recommendation waits for that engine, milliseconds */
  ROUTING_ENGINE_TIMEOUT_MS: z.coerce.number().int().min(20).max(5_000).default(300),
  /** where outside systems are asked: `pnc=http://host:9100,rms=https://host/rms`, by the codes of the force's list */
  CHECK_SOURCE_URLS: urlByCode,
  /** what is shown to those systems: a bearer token, or the file it is in; a certificate with its key; who signs theirs */
  CHECK_SOURCE_TOKENS: byCode,
  CHECK_SOURCE_TOKEN_FILES: byCode,
  CHECK_SOURCE_CERT_FILES: byCode,
  CHECK_SOURCE_KEY_FILES: byCode,
  CHECK_SOURCE_CA_FILES: byCode,
  /** where incidents are handed to, by the codes of the force's transfer partners, each with the secret of both sides or its file */
  TRANSFER_URLS: urlByCode,
  TRANSFER_SECRETS: byCode,
  TRANSFER_SECRET_FILES: byCode,
  /** the service for three words, with the key of the force's contract, itself or the file it is in */
  WHAT3WORDS_URL: z
    .url({ protocol: /^https?$/, error: 'must be like https://host/v3' })
    .refine((url) => !/[?#@]/.test(url), { error: 'must have no user, query or fragment' })
    .optional(),
  WHAT3WORDS_KEY: z.string().min(1).optional(),
  WHAT3WORDS_KEY_FILE: z.string().min(1).optional(),
  WHAT3WORDS_TIMEOUT_MS: z.coerce.number().int().min(100).max(10_000).default(2_000),
  /** origins that may open the live feed and send cookies, comma separated; default: our own */
  ALLOWED_ORIGINS: z.string().default(''),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
  /** 'true' behind a proxy that sets X-Forwarded-For */
  TRUST_PROXY: z.stringbool().default(false),
  /** load the demo force into an empty database */
  DEMO_FORCE: z.stringbool().default(true),
})

/** A secret of the force's: itself, or the file that holds it, which is how platforms hand secrets over. */
export type Secret = { value: string } | { file: string }

/** What a check source is shown, and what shows us that it is itself. */
export type SourceAccess = {
  token?: Secret
  certificate?: { certFile: string; keyFile: string }
  authorityFile?: string
}

/** What the environment says, checked once and frozen; nothing else reads process.env. */
export type Config = Readonly<{
  host: string
  port: number
  databaseUrl: string | undefined
  databaseOwnerUrl: string | undefined
  redisUrl: string | undefined
  dataFolder: string
  roadGraphFolder: string | undefined
  routingEngineUrl: string | undefined
  routingEngineTimeoutMs: number
  /** code of an outside system to where it is asked */
  checkSourceUrls: ReadonlyMap<string, string>
  /** by the same codes */
  checkSourceAccess: ReadonlyMap<string, SourceAccess>
  /** by the codes of the force's transfer partners */
  transferPartners: ReadonlyMap<string, { url: string; secret: Secret }>
  what3words: { url: string; key: Secret; timeLimitMs: number } | undefined
  allowedOrigins: readonly string[]
  logLevel: string
  trustProxy: boolean
  demoForce: boolean
}>

/**
 * Reads the environment; what is given `instead` goes before it.
 * @throws Error with one sentence that names the variable
 */
export function readConfig(instead: Record<string, string> = {}): Config {
  const read = schema.safeParse({ ...process.env, ...instead })
  if (!read.success) {
    const issue = read.error.issues[0]
    throw new Error(`${issue?.path.join('.')}: ${issue?.message}`)
  }
  const env = read.data
  return Object.freeze({
    host: env.HOST,
    port: env.PORT,
    databaseUrl: env.DATABASE_URL,
    databaseOwnerUrl: env.DATABASE_OWNER_URL,
    redisUrl: env.REDIS_URL,
    dataFolder: env.DATA_FOLDER,
    roadGraphFolder: env.ROAD_GRAPH_FOLDER,
    routingEngineUrl: env.ROUTING_ENGINE_URL,
    routingEngineTimeoutMs: env.ROUTING_ENGINE_TIMEOUT_MS,
    checkSourceUrls: env.CHECK_SOURCE_URLS,
    checkSourceAccess: readAccess(env),
    transferPartners: readTransferPartners(env),
    what3words: readWhat3words(env),
    allowedOrigins: Object.freeze(env.ALLOWED_ORIGINS.split(',').filter(Boolean)),
    logLevel: env.LOG_LEVEL,
    trustProxy: env.TRUST_PROXY,
    demoForce: env.DEMO_FORCE,
  })
}

type Env = z.output<typeof schema>

/** Whoever reads the token on the way may ask as we do: it goes over TLS, or stays on this machine. */
const KEPT_TO_OURSELVES = /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/

function readAccess(env: Env): Map<string, SourceAccess> {
  const [urls, tokens, tokenFiles] = [env.CHECK_SOURCE_URLS, env.CHECK_SOURCE_TOKENS, env.CHECK_SOURCE_TOKEN_FILES]
  const [certs, keys, authorities] = [
    env.CHECK_SOURCE_CERT_FILES,
    env.CHECK_SOURCE_KEY_FILES,
    env.CHECK_SOURCE_CA_FILES,
  ]
  const lists = { TOKENS: tokens, TOKEN_FILES: tokenFiles, CERT_FILES: certs, KEY_FILES: keys, CA_FILES: authorities }
  for (const [name, list] of Object.entries(lists)) {
    const wrong = [...list.keys()].find((code) => !urls.has(code))
    if (wrong !== undefined) throw new Error(`CHECK_SOURCE_${name}: ${wrong} is not one of CHECK_SOURCE_URLS`)
  }
  const access = new Map<string, SourceAccess>()
  for (const [code, url] of urls) {
    const token = secretFrom(`CHECK_SOURCE_TOKENS: ${code}`, tokens.get(code), tokenFiles.get(code))
    const [certFile, keyFile, authorityFile] = [certs.get(code), keys.get(code), authorities.get(code)]
    if ((certFile === undefined) !== (keyFile === undefined))
      throw new Error(`CHECK_SOURCE_CERT_FILES: the certificate and the key of ${code} come together`)
    if ((certFile ?? authorityFile) !== undefined && !url.startsWith('https:'))
      throw new Error(`CHECK_SOURCE_CERT_FILES: ${code} needs an https address for certificates`)
    if (token && !KEPT_TO_OURSELVES.test(url))
      throw new Error(`CHECK_SOURCE_TOKENS: ${code} needs an https address, so that nobody reads its token on the way`)
    access.set(code, {
      ...(token && { token }),
      ...(certFile !== undefined && keyFile !== undefined && { certificate: { certFile, keyFile } }),
      ...(authorityFile !== undefined && { authorityFile }),
    })
  }
  return access
}

function readTransferPartners(env: Env): Map<string, { url: string; secret: Secret }> {
  const [urls, values, files] = [env.TRANSFER_URLS, env.TRANSFER_SECRETS, env.TRANSFER_SECRET_FILES]
  const alone = [...values.keys(), ...files.keys()].find((code) => !urls.has(code))
  if (alone !== undefined) throw new Error(`TRANSFER_SECRETS: ${alone} is not one of TRANSFER_URLS`)
  const partners = new Map<string, { url: string; secret: Secret }>()
  for (const [code, url] of urls) {
    const secret = secretFrom(`TRANSFER_SECRETS: ${code}`, values.get(code), files.get(code))
    if (!secret) throw new Error(`TRANSFER_SECRETS: ${code} needs the secret that both sides sign with`)
    if (!KEPT_TO_OURSELVES.test(url))
      throw new Error(`TRANSFER_URLS: ${code} needs an https address, so that nobody reads an incident on the way`)
    partners.set(code, { url, secret })
  }
  return partners
}

function readWhat3words(env: Env): Config['what3words'] {
  const { WHAT3WORDS_URL: url, WHAT3WORDS_KEY: value, WHAT3WORDS_KEY_FILE: file } = env
  const key = secretFrom('WHAT3WORDS_KEY', value, file)
  if (url === undefined && key === undefined) return undefined
  if (url === undefined || key === undefined) throw new Error('WHAT3WORDS_URL: the address and the key come together')
  if (!KEPT_TO_OURSELVES.test(url)) throw new Error('WHAT3WORDS_URL: must be https, so that nobody reads the key')
  return { url, key, timeLimitMs: env.WHAT3WORDS_TIMEOUT_MS }
}

function secretFrom(name: string, value: string | undefined, file: string | undefined): Secret | undefined {
  if (value !== undefined && file !== undefined)
    throw new Error(`${name}: is given itself and as a file; one of the two is right`)
  if (value !== undefined) return { value }
  return file === undefined ? undefined : { file }
}

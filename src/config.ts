import { z } from 'zod'

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
  CHECK_SOURCE_URLS: z
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
    }),
  /** origins that may open the live feed and send cookies, comma separated; default: our own */
  ALLOWED_ORIGINS: z.string().default(''),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
  /** 'true' behind a proxy that sets X-Forwarded-For */
  TRUST_PROXY: z.stringbool().default(false),
  /** load the demo force into an empty database */
  DEMO_FORCE: z.stringbool().default(true),
})

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
    allowedOrigins: Object.freeze(env.ALLOWED_ORIGINS.split(',').filter(Boolean)),
    logLevel: env.LOG_LEVEL,
    trustProxy: env.TRUST_PROXY,
    demoForce: env.DEMO_FORCE,
  })
}

import { createHash } from 'node:crypto'
import { Redis, type RedisOptions } from 'ioredis'
import type { Logger } from 'pino'
import { AttemptCounts } from '../core/index.ts'
import type { Hints } from '../live/index.ts'

/** Before every key and channel: a Redis may be shared. */
const PREFIX = 'golden-hour:'
/** Hints on their way at one time; beyond it they are dropped, and polling finds what they would have said. */
const MOST_UNDERWAY = 200
/** No command of ours waits longer for Redis than this, in milliseconds. */
const PATIENCE_MS = 300

const options = {
  // nothing is kept for later: a hint that comes late is no hint
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  autoResubscribe: false,
  connectTimeout: 2_000,
  commandTimeout: PATIENCE_MS,
  retryStrategy: (times: number) => Math.min(5_000, 50 * 2 ** Math.min(times, 7)) * (0.5 + Math.random() / 2),
} satisfies RedisOptions

/**
 * Hints by Redis, for many nodes. While Redis is away, nothing is published, handlers hear nothing, attempts
 * are counted in this process, and it is tried again quietly; what hints are for goes on without them.
 */
export function openRedisHints(url: string, log: Pick<Logger, 'warn' | 'info'>, { prefix = PREFIX } = {}): Hints {
  const commands = new Redis(url, { ...options, connectionName: 'golden-hour' })
  // a connection that subscribes can do nothing else
  const ears = new Redis(url, { ...options, connectionName: 'golden-hour-ears', commandTimeout: 5_000 })
  const handlers = new Map<string, ((message: string) => void)[]>()
  const ownCounts = new AttemptCounts()
  let underway = 0
  let hears = false
  let isClosed = false

  const isReady = () => commands.status === 'ready'
  let wasHealthy: boolean | undefined
  const note = () => {
    const isHealthy = isReady() && hears
    if (isHealthy === wasHealthy || isClosed) return
    if (isHealthy) log.info('redis is there')
    else if (wasHealthy) log.warn('redis is away')
    wasHealthy = isHealthy
  }
  const listen = async () => {
    const channels = [...handlers.keys()]
    try {
      if (channels.length > 0) await ears.subscribe(...channels)
      hears = ears.status === 'ready'
    } catch {
      // the next connection subscribes again
      hears = false
      ears.disconnect(true)
    }
    note()
  }
  // without a handler, ioredis would print every failed attempt to connect
  for (const client of [commands, ears]) {
    client.on('error', () => undefined)
    client.on('close', () => {
      if (client === ears) hears = false
      note()
    })
  }
  commands.on('ready', note)
  ears.on('ready', () => void listen())
  ears.on('message', (channel: string, message: string) => {
    for (const handler of handlers.get(channel) ?? []) handler(message)
  })

  return {
    get healthy() {
      return isReady() && hears
    },
    publish: (channel, message) => {
      if (!isReady() || underway >= MOST_UNDERWAY) return
      underway += 1
      commands
        .publish(prefix + channel, message)
        .catch(() => undefined)
        .finally(() => {
          underway -= 1
        })
    },
    subscribe: (channel, handler) => {
      const name = prefix + channel
      handlers.set(name, [...(handlers.get(name) ?? []), handler])
      if (ears.status === 'ready') void listen()
    },
    countAttempt: async (key, windowSeconds) => {
      // counted here as well: when Redis goes away, nobody starts again at one
      const own = ownCounts.count(key, windowSeconds)
      if (!isReady()) return own
      // keys hold user names and addresses: Redis is told neither
      const name = `${prefix}attempts:${createHash('sha256').update(key).digest('base64url')}`
      try {
        const replies = await commands.multi().incr(name).expire(name, windowSeconds, 'NX').exec()
        const everywhere = replies?.[0]?.[1]
        return typeof everywhere === 'number' ? Math.max(own, everywhere) : own
      } catch {
        return own
      }
    },
    close: () => {
      isClosed = true
      commands.disconnect()
      ears.disconnect()
      return Promise.resolve()
    },
  }
}

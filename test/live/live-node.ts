import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type App, frontDesk, Sessions } from '../../src/http/index.ts'
import { noHints } from '../../src/live/hints.ts'
import { type LiveFeed, type LiveFeedOptions, openLiveFeed } from '../../src/live/live-feed.ts'
import { liveRoutes } from '../../src/live/live-routes.ts'
import type { Teardown } from '../support/index.ts'
import type { Store } from './live-store.ts'
import { TestConsole } from './test-console.ts'

/** One service node with the front desk and the live feed, on a port of its own. */
export type Node = {
  url: string
  app: App
  feed: LiveFeed
  /** what was logged at warning or above: the constant phrases */
  logged: string[]
  /** a console of this token; not resumed yet */
  connect: (token: string, options?: { headers?: Record<string, string>; autoPong?: boolean }) => Promise<TestConsole>
  close: () => Promise<void>
}

/** What a node may be given beside the store. */
export type NodeOptions = Partial<Pick<LiveFeedOptions, 'takeSnapshot' | 'positions' | 'hints'>> & {
  routes?: (app: App) => void
}

export async function openNode(t: Teardown, store: Store, { routes, ...more }: NodeOptions = {}): Promise<Node> {
  const logged: string[] = []
  const stream = { write: (line: string) => void logged.push((JSON.parse(line) as { msg: string }).msg) }
  const app: App = Fastify({ logger: { level: 'warn', stream } }).withTypeProvider<ZodTypeProvider>()
  await app.register(frontDesk, {
    sessions: new Sessions(store.db),
    allowedOrigins: ['https://console.example'],
    checkAnswers: true,
  })
  const options = { takeSnapshot: store.takeSnapshot, hints: noHints, ...more }
  const feed = await openLiveFeed({ serviceUrl: store.serviceUrl, log: app.log, ...options })
  liveRoutes(app, feed)
  routes?.(app)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const consoles: TestConsole[] = []
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= (async () => {
      await app.close()
      await feed.stop()
      for (const console of consoles) console.terminate()
    })()
    return closing
  }
  t.teardown(close)
  return {
    url,
    app,
    feed,
    logged,
    close,
    connect: async (token, { headers, autoPong = true } = {}) => {
      const console = new TestConsole(`ws://${url}/live`, headers ?? { authorization: `Bearer ${token}` }, autoPong)
      consoles.push(console)
      await once(console.socket, 'open')
      return console
    },
  }
}

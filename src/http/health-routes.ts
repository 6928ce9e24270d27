import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { z } from 'zod'
import type { Reader } from '../db/index.ts'
import type { App } from './front-desk.ts'
import { countOpenIncidents } from './health-board.ts'

/** One thing that has to work before this node takes calls: its name, and a question that throws when it does not. */
export type Readiness = { name: string; check: () => Promise<void> | void }

/** Figures of this node that features own: name, help, value at the moment of asking. */
export type NodeFigure = { name: string; help: string; read: () => number }

const state = z.strictObject({
  status: z.enum(['ready', 'not-ready']),
  checks: z.record(z.string(), z.enum(['ok', 'failing'])),
})

/** Alive, ready, and what Prometheus reads. No personal data in any of them. */
export function healthRoutes(
  app: App,
  { db, readiness, figures }: { db: Reader; readiness: readonly Readiness[]; figures: readonly NodeFigure[] },
): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const took = new Histogram({
    name: 'golden_hour_request_seconds',
    help: 'How long requests took',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    took.observe(
      { method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) },
      reply.elapsedTime / 1_000,
    )
  })
  const open = new Gauge({
    name: 'golden_hour_open_incidents',
    help: 'Open incidents by grade',
    labelNames: ['grade'],
    registers: [registry],
  })
  const waiting = new Gauge({
    name: 'golden_hour_oldest_waiting_seconds',
    help: 'Age of the oldest graded incident no unit is going to',
    registers: [registry],
  })
  for (const { name, help, read } of figures) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  }

  app.get(
    '/health/live',
    {
      config: { right: 'public' },
      schema: { summary: 'The process runs', response: { 200: z.strictObject({ status: z.literal('live') }) } },
    },
    async () => ({ status: 'live' as const }),
  )

  app.get(
    '/health/ready',
    { config: { right: 'public' }, schema: { summary: 'The node takes calls', response: { 200: state, 503: state } } },
    async (_request, reply) => {
      const checks: Record<string, 'ok' | 'failing'> = {}
      for (const { name, check } of readiness) {
        checks[name] = await Promise.resolve()
          .then(check)
          .then(
            () => 'ok' as const,
            () => 'failing' as const,
          )
      }
      const ready = Object.values(checks).every((value) => value === 'ok')
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not-ready', checks })
    },
  )

  app.get(
    '/metrics',
    { config: { right: 'public' }, schema: { summary: 'Figures for Prometheus' } },
    async (_request, reply) => {
      const rows = await countOpenIncidents(db)
      open.reset()
      for (const row of rows) open.set({ grade: row.grade }, row.open)
      waiting.set(Math.max(0, ...rows.map((row) => row.oldest ?? 0)))
      return reply.type(registry.contentType).send(await registry.metrics())
    },
  )
}

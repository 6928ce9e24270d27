import { type App, actorOf } from '../http/index.ts'
import { command, type Desk } from '../journal/index.ts'
import { checkChain, listAudit } from './audit-board.ts'
import { auditQuery, auditView, chainView } from './audit-contract.ts'

/** The audit is read by supervisors and administrators, and reading it is audited. */
export function auditRoutes(app: App, { desk }: { desk: Desk }): void {
  app.get(
    '/audit',
    {
      config: { right: 'audit:read' },
      schema: { summary: 'Who looked at what', querystring: auditQuery, response: { 200: auditView } },
    },
    async (request) => {
      const order = { ...actorOf(request), idempotencyKey: null, fingerprint: Buffer.alloc(0) }
      const answer = await command(desk, order, async ({ trx, audit }) => {
        audit({
          op: 'consultation',
          subjectType: 'audit',
          subjectId: null,
          incidentId: request.query.incidentId ?? null,
          reason: 'audit of the audit',
        })
        return { status: 200, body: await listAudit(trx, request.query) }
      })
      return answer.body
    },
  )
  app.get(
    '/audit/chain',
    {
      config: { right: 'audit:read' },
      schema: { summary: 'Whether the audit chain is whole', response: { 200: chainView } },
    },
    async () => checkChain(desk.db),
  )
}

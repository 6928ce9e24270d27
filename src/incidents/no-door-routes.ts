import type { FastifyRequest } from 'fastify'
import type { App } from '../http/index.ts'
import type { Desk } from '../journal/index.ts'
import { noteAttempt } from './ending-attempt.ts'
import { incidentOfPath, nameAttempt } from './no-door-rules.ts'

/**
 * Writes down attempts on an incident that no command sees, because there is no such order or its form was refused: on
 * the log, on the audit and to the supervisors, before the answer goes out (CR-27). Whoever is not known is on no log.
 */
export function watchForNoDoors(app: App, { desk, onFault }: { desk: Desk; onFault: (fault: unknown) => void }): void {
  app.addHook('onSend', async (request, reply) => {
    const { actor, tokenHash } = request
    if (reply.statusCode < 400 || reply.statusCode > 405 || !actor || !tokenHash) return
    const path = request.url.split('?', 1)[0] ?? ''
    const incidentId = incidentOfPath(path)
    if (incidentId === undefined) return
    const attempted = nameAttempt({
      method: request.method,
      path,
      status: reply.statusCode,
      isUnknown: request.is404,
      fields: fieldsOf(request),
    })
    if (attempted === undefined) return
    const order = { actor, tokenHash, idempotencyKey: null, fingerprint: Buffer.alloc(0) }
    await noteAttempt(desk, order, incidentId, attempted, 'request/refused').catch(onFault)
  })
}

function fieldsOf({ body }: FastifyRequest): string[] {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.keys(body) : []
}

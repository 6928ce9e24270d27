import { z } from 'zod'
import { type App, give, orderOf } from '../http/index.ts'
import { transferView } from './transfer.ts'
import { listTransfersOf, listWaitingTransfers } from './transfer-board.ts'
import {
  acknowledgeTransfer,
  makeTransfer,
  sendAgain,
  type TransferDesk,
  withdrawTransfer,
} from './transfer-commands.ts'
import {
  acknowledgementBody,
  acknowledgementView,
  incidentTransferParams,
  transferParams as params,
  transferBody,
  transferListView,
  withdrawTransferBody,
} from './transfer-contract.ts'

/** Incidents handed to other forces and agencies, and their signed call back. */
export function transferRoutes(app: App, { desk }: { desk: TransferDesk }): void {
  app.get(
    '/transfers',
    {
      config: { right: 'transfers:make' },
      schema: {
        summary: 'What nobody there has acknowledged yet, dead letters first; and who an incident can be handed to',
        response: { 200: transferListView },
      },
    },
    async () => {
      const partners = (await desk.book.find('transfer-partners'))?.body.partners ?? []
      return {
        waiting: await listWaitingTransfers(desk.db),
        partners: partners.map((one) => ({ ...one, connected: desk.lines.some(({ code }) => code === one.code) })),
      }
    },
  )
  app.get(
    '/incidents/:incidentId/transfers',
    {
      config: { right: 'incidents:read' },
      schema: {
        summary: 'Transfers of one incident, the newest first',
        params: incidentTransferParams,
        response: { 200: z.array(transferView) },
      },
    },
    (request) => listTransfersOf(desk.db, request.params.incidentId),
  )
  app.post(
    '/incidents/:incidentId/transfers',
    {
      config: { right: 'transfers:make' },
      schema: {
        summary: 'Hand an incident to another force or agency; it stays open here until they have it',
        params: incidentTransferParams,
        body: transferBody,
        response: { 201: transferView },
      },
    },
    async (request, reply) =>
      give(reply, await makeTransfer(desk, orderOf(request), request.params.incidentId, request.body)),
  )
  app.post(
    '/transfers/:transferId/send-again',
    {
      config: { right: 'transfers:repeat' },
      schema: { summary: 'Send a dead letter again, under the same id', params, response: { 200: transferView } },
    },
    async (request, reply) => give(reply, await sendAgain(desk, orderOf(request), request.params.transferId)),
  )
  app.post(
    '/transfers/:transferId/withdraw',
    {
      config: { right: 'transfers:make' },
      schema: {
        summary: 'Take a transfer back, with the reason',
        params,
        body: withdrawTransferBody,
        response: { 200: transferView },
      },
    },
    async (request, reply) =>
      give(reply, await withdrawTransfer(desk, orderOf(request), request.params.transferId, request.body.reason)),
  )
  void app.register(async (signed: App) => signedRoutes(signed, desk))
}

/** Whoever calls here has no session: what was signed is the body to the byte, so it is kept as it came. */
function signedRoutes(app: App, desk: TransferDesk): void {
  const bodies = new WeakMap<object, string>()
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const raw = body.toString()
    bodies.set(request.raw, raw)
    void parse(request, raw, done)
  })
  app.post(
    '/transfers/:transferId/acknowledgement',
    {
      config: { right: 'public' },
      schema: {
        summary: 'The other side says that it has the incident; signed as docs/transfer.md says',
        params,
        body: acknowledgementBody,
        response: { 200: acknowledgementView },
      },
    },
    async (request, reply) =>
      give(
        reply,
        await acknowledgeTransfer(desk, {
          transferId: request.params.transferId,
          headers: request.headers,
          raw: bodies.get(request.raw) ?? '',
          said: request.body,
        }),
      ),
  )
}
